import type { ReactElement } from 'react'
import { Tooltip as Radix } from 'radix-ui'

/** Repeats or explains; nothing that matters is only here. The shell holds the one `TooltipRoom`. */
export function Tooltip({ text, children }: { text: string; children: ReactElement }) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-80 rounded-2 bg-raised px-2 py-1 text-12 text-ink shadow-2"
        >
          {text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

export const TooltipRoom = Radix.Provider
