import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import type { IconName } from './icon.tsx'
import { Icon } from './icon.tsx'
import { Menu, type MenuGroups } from './menu.tsx'

interface SplitButtonProps {
  icon?: IconName
  children: ReactNode
  onClick: () => void
  /** What the narrow half says to a screen reader. */
  moreLabel: string
  groups: MenuGroups
}

/** The usual action, and beside it the other ways to do it. */
export function SplitButton({ icon, children, onClick, moreLabel, groups }: SplitButtonProps) {
  return (
    <span className="inline-flex">
      <Button icon={icon} className="rounded-r-none border-r-0" onClick={onClick}>
        {children}
      </Button>
      <Menu groups={groups}>
        <button
          type="button"
          aria-label={moreLabel}
          className="inline-flex h-8 w-[31px] items-center justify-center rounded-r-2 border border-line-strong bg-surface hover:bg-hover"
        >
          <Icon name="down" />
        </button>
      </Menu>
    </span>
  )
}
