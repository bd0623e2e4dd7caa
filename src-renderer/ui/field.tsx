import { useId, type ComponentProps, type ReactNode } from 'react'
import { Switch as RadixSwitch } from 'radix-ui'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'

const BOX =
  'flex h-8 items-center gap-2 rounded-2 border border-line-strong bg-surface text-ink focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-focus has-disabled:border-line has-disabled:text-ink-off'

interface FieldProps {
  label: string
  /** One line below the control. */
  hint?: ReactNode
  /** What is wrong, said to a screen reader at once. */
  error?: string | null
  /** Keeps the label for screen readers alone. */
  hiddenLabel?: boolean
  className?: string
  children: (ids: { id: string; 'aria-describedby': string | undefined; 'aria-invalid': boolean }) => ReactNode
}

/** A label, its control and what is said about it. */
export function Field({ label, hint, error = null, hiddenLabel = false, className, children }: FieldProps) {
  const id = useId()
  const below = `${id}-below`
  const said = error ?? hint
  return (
    <div className={className}>
      <label htmlFor={id} className={hiddenLabel ? 'sr-only' : 'mb-1 block font-strong'}>
        {label}
      </label>
      {children({ id, 'aria-describedby': said === undefined ? undefined : below, 'aria-invalid': error !== null })}
      {said !== undefined && (
        <div
          id={below}
          {...(error === null ? {} : { role: 'alert' })}
          className={classNames('mt-1 text-12', error === null ? 'text-ink-3' : 'text-failed')}
        >
          {said}
        </div>
      )}
    </div>
  )
}

interface TextFieldProps extends Omit<ComponentProps<'input'>, 'children'>, Omit<FieldProps, 'children'> {
  icon?: IconName
  /** Stands after the text: a unit, keys. */
  after?: ReactNode
}

export function TextField(props: TextFieldProps) {
  const { label, hint, error, hiddenLabel, className, icon, after, ...input } = props
  return (
    <Field label={label} hint={hint} error={error} hiddenLabel={hiddenLabel} className={className}>
      {(ids) => (
        <span className={classNames(BOX, 'px-2.5')}>
          {icon && <Icon name={icon} />}
          <input {...ids} {...input} className="min-w-0 grow bg-transparent outline-none" />
          {after && <span className="shrink-0 text-12 text-ink-3">{after}</span>}
        </span>
      )}
    </Field>
  )
}

export interface SelectOption<T extends string> {
  value: T
  label: string
  note?: string
}

interface SelectProps<T extends string> extends Omit<FieldProps, 'children'> {
  value: T
  options: readonly SelectOption<T>[]
  onChange: (value: T) => void
  disabled?: boolean
}

/** The browser's own list under our look: Radix's writes a style into the page, which its security policy forbids. */
export function Select<T extends string>({ value, options, onChange, disabled = false, ...field }: SelectProps<T>) {
  return (
    <Field {...field}>
      {(ids) => (
        <span className={classNames(BOX, 'relative')}>
          <select
            {...ids}
            value={value}
            disabled={disabled}
            onChange={(event) => onChange(event.target.value as T)}
            className="h-full w-full appearance-none truncate rounded-2 bg-surface pr-8 pl-2.5 outline-none"
          >
            {options.map(({ value, label, note }) => (
              <option key={value} value={value}>
                {note === undefined ? label : `${label} (${note})`}
              </option>
            ))}
          </select>
          <span className="pointer-events-none absolute right-2">
            <Icon name="down" size={14} />
          </span>
        </span>
      )}
    </Field>
  )
}

interface SwitchProps {
  label: string
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
}

export function Switch({ label, checked, onChange, disabled = false }: SwitchProps) {
  const id = useId()
  return (
    <span className="inline-flex items-center gap-2">
      <RadixSwitch.Root
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        className="h-5 w-9 rounded-full border border-line-strong bg-sunken p-px data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <RadixSwitch.Thumb className="block size-4 rounded-full bg-line-strong transition-transform duration-(--motion-base) data-[state=checked]:translate-x-4 data-[state=checked]:bg-on-accent" />
      </RadixSwitch.Root>
      <label htmlFor={id}>{label}</label>
    </span>
  )
}
