import { Fragment, type ReactElement, type ReactNode } from 'react'
import { ContextMenu as RadixContext, DropdownMenu } from 'radix-ui'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'

export interface MenuItem {
  label: string
  icon?: IconName
  /** The keys that do the same. */
  keys?: string
  /** Small, at the right: a price, a count. */
  note?: string
  danger?: boolean
  disabled?: boolean
  onSelect: () => void
}

/** Groups of items; a hairline stands between two groups. */
export type MenuGroups = readonly (readonly MenuItem[])[]

const CONTENT = 'z-40 min-w-48 rounded-2 bg-raised p-1 text-13 text-ink shadow-2'
const ITEM =
  'flex h-7 items-center gap-2 rounded-1 px-2 outline-none select-none data-highlighted:bg-hover data-disabled:text-ink-off'

type Parts = Pick<typeof DropdownMenu, 'Item' | 'Separator'>

function Items({ groups, parts }: { groups: MenuGroups; parts: Parts }) {
  return groups
    .filter((group) => group.length > 0)
    .map((group, index) => (
      <Fragment key={group[0]?.label}>
        {index > 0 && <parts.Separator className="my-1 h-px bg-line" />}
        {group.map((item) => (
          <parts.Item
            key={item.label}
            disabled={item.disabled ?? false}
            onSelect={item.onSelect}
            className={classNames(ITEM, item.danger && 'text-failed')}
          >
            <span className="w-4">{item.icon && <Icon name={item.icon} size={15} />}</span>
            <span className="grow pr-4">{item.label}</span>
            {item.note && <span className="text-12 text-ink-3">{item.note}</span>}
            {item.keys && <kbd className="font-ui text-11 text-ink-3">{item.keys}</kbd>}
          </parts.Item>
        ))}
      </Fragment>
    ))
}

/** A menu below its trigger; `children` is the button that opens it. */
export function Menu({ groups, children }: { groups: MenuGroups; children: ReactElement }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={CONTENT} align="end" sideOffset={4} collisionPadding={8}>
          <Items groups={groups} parts={DropdownMenu} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

/** A menu at the pointer, or at the focus by the menu key. */
export function ContextMenu({ groups, children }: { groups: MenuGroups; children: ReactNode }) {
  return (
    <RadixContext.Root modal={false}>
      <RadixContext.Trigger asChild>{children}</RadixContext.Trigger>
      <RadixContext.Portal>
        <RadixContext.Content className={CONTENT} collisionPadding={8}>
          <Items groups={groups} parts={RadixContext} />
        </RadixContext.Content>
      </RadixContext.Portal>
    </RadixContext.Root>
  )
}
