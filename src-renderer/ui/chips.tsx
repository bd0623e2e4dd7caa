import type { ReactNode } from 'react'
import { Tabs, ToggleGroup } from 'radix-ui'
import { classNames } from './class-names.ts'
import { formatCount } from './format/numbers.ts'

export interface Chip<T extends string> {
  value: T
  label: string
  count?: number
  mark?: ReactNode
  /** A hairline before it. */
  apart?: boolean
}

interface ChipsProps<T extends string> {
  label: string
  chips: readonly Chip<T>[]
  value: T
  onChange: (value: T) => void
}

const CHIP =
  'flex h-7 items-center gap-1.5 rounded-2 px-2.5 text-12 whitespace-nowrap text-ink-2 hover:bg-hover data-[state=on]:bg-surface data-[state=on]:font-strong data-[state=on]:text-ink data-[state=on]:shadow-[0_0_0_1px_var(--color-line)] data-[state=active]:bg-surface data-[state=active]:font-strong data-[state=active]:text-ink data-[state=active]:shadow-[0_0_0_1px_var(--color-line)]'

/** A filter: one of the chips is on. Arrow keys move between them. */
export function Chips<T extends string>({ label, chips, value, onChange }: ChipsProps<T>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => next !== '' && onChange(next as T)}
      className="flex items-center gap-0.5"
    >
      {chips.map((chip) => (
        <ChipBody key={chip.value} chip={chip} />
      ))}
    </ToggleGroup.Root>
  )
}

function ChipBody<T extends string>({ chip }: { chip: Chip<T> }) {
  return (
    <>
      {chip.apart && <span className="mx-1.5 h-4 w-px bg-line" />}
      <ToggleGroup.Item value={chip.value} className={CHIP}>
        {chip.mark}
        {chip.label}
        {chip.count !== undefined && <span className="font-text text-ink-3">{formatCount(chip.count)}</span>}
      </ToggleGroup.Item>
    </>
  )
}

/** Tabs that look like chips; each panel is a `TabPanel` among the children. */
export function TabList<T extends string>({
  label,
  chips,
  value,
  onChange,
  children,
  className,
}: ChipsProps<T> & {
  children: ReactNode
  className?: string
}) {
  return (
    <Tabs.Root value={value} onValueChange={(next) => onChange(next as T)} className={classNames(className)}>
      <Tabs.List aria-label={label} className="flex items-center gap-0.5">
        {chips.map((chip) => (
          <Tabs.Trigger key={chip.value} value={chip.value} className={CHIP}>
            {chip.mark}
            {chip.label}
            {chip.count !== undefined && <span className="font-text text-ink-3">{formatCount(chip.count)}</span>}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {children}
    </Tabs.Root>
  )
}

export const TabPanel = Tabs.Content
