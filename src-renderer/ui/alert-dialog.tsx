import type { ReactNode } from 'react'
import { AlertDialog as RadixAlert } from 'radix-ui'
import { Button } from './button.tsx'

const OVERLAY = 'fixed inset-0 z-40 bg-scrim'
const BOX =
  'fixed top-1/2 left-1/2 z-40 flex max-h-[85vh] w-[480px] max-w-[calc(100vw-48px)] -translate-x-1/2 -translate-y-1/2 flex-col overflow-hidden rounded-3 bg-raised shadow-3'
const TITLE = 'text-18 font-head tracking-[-0.01em]'
const FOOT = 'flex items-center justify-end gap-2 border-t border-line bg-bg px-6 py-3.5'

interface AlertDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** What is lost, or what it costs. */
  about: ReactNode
  /** The verb of what is done: "Delete", never "OK". */
  action: string
  cancel?: string
  danger?: boolean
  onAction: () => void
}

/** Asks before what cannot be taken back. The focus starts on the way out. */
export function AlertDialog(props: AlertDialogProps) {
  const { open, onOpenChange, title, about, action, cancel = 'Cancel', danger = false, onAction } = props
  return (
    <RadixAlert.Root open={open} onOpenChange={onOpenChange}>
      <RadixAlert.Portal>
        <RadixAlert.Overlay className={OVERLAY} />
        <RadixAlert.Content className={BOX}>
          <div className="px-6 py-5">
            <RadixAlert.Title className={TITLE}>{title}</RadixAlert.Title>
            <RadixAlert.Description asChild>
              <div className="mt-2 text-ink-2">{about}</div>
            </RadixAlert.Description>
          </div>
          <div className={FOOT}>
            <RadixAlert.Cancel asChild>
              <Button>{cancel}</Button>
            </RadixAlert.Cancel>
            <RadixAlert.Action asChild>
              <Button look={danger ? 'danger' : 'primary'} onClick={onAction}>
                {action}
              </Button>
            </RadixAlert.Action>
          </div>
        </RadixAlert.Content>
      </RadixAlert.Portal>
    </RadixAlert.Root>
  )
}
