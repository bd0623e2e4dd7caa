import { RadioGroup } from 'radix-ui'

export interface ChoiceCard {
  value: string
  label: string
  about: string
  /** A third line: what it means here and now. */
  note?: string
}

interface ChoiceCardsProps {
  label: string
  value: string
  choices: readonly ChoiceCard[]
  disabled: boolean
  onChange: (value: string) => void
}

/** A few choices with what each means. Arrow keys move and choose. */
export function ChoiceCards({ label, value, choices, disabled, onChange }: ChoiceCardsProps) {
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value}
      disabled={disabled}
      onValueChange={onChange}
      className="grid auto-cols-fr grid-flow-col gap-2"
    >
      {choices.map((choice) => (
        <RadioGroup.Item
          key={choice.value}
          value={choice.value}
          className="group flex min-w-0 items-start gap-2 rounded-2 border border-line bg-surface px-3 py-2.5 text-left enabled:hover:bg-hover data-[state=checked]:border-accent data-[state=checked]:bg-selected data-disabled:text-ink-3"
        >
          <span className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border-[1.5px] border-line-strong bg-surface group-data-[state=checked]:border-accent">
            <RadioGroup.Indicator className="size-[7px] rounded-full bg-accent" />
          </span>
          <span className="min-w-0">
            <span className="block font-strong">{choice.label}</span>
            <span className="block text-12 leading-[18px] text-ink-2">{choice.about}</span>
            {choice.note && <span className="mt-1 block text-12 text-ink-3">{choice.note}</span>}
          </span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
