import type { ReactNode } from 'react'
import { ToggleGroup } from 'radix-ui'
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
  'flex h-7 items-center gap-1.5 rounded-2 px-2.5 text-12 whitespace-nowrap text-ink-2 hover:bg-hover data-[state=on]:bg-surface data-[state=on]:font-strong data-[state=on]:text-ink data-[state=on]:shadow-[0_0_0_1px_var(--color-line)]'

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
