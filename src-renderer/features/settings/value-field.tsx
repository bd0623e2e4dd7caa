import { useState, type KeyboardEvent } from 'react'
import { TextField } from '../../ui/field.tsx'

interface ValueFieldProps {
  label: string
  value: string
  /** What the engine said to what was typed last. */
  error?: string | null
  unit?: string
  disabled?: boolean
  className?: string
  onSave: (text: string) => void
}

/** Saves on Enter and when it is left, Escape takes back what was typed. What the engine refused stays to be mended. */
export function ValueField({ label, value, error = null, unit, disabled = false, className, onSave }: ValueFieldProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const [shownFor, setShownFor] = useState(value)
  if (shownFor !== value) {
    // The engine took a value: what was typed is that value now.
    setShownFor(value)
    setTyped(null)
  }
  const save = () => {
    if (typed === null) return
    if (typed.trim() === value) setTyped(null)
    else onSave(typed)
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter') save()
    else if (event.key === 'Escape') setTyped(null)
  }
  return (
    <TextField
      label={label}
      hiddenLabel
      value={typed ?? value}
      error={typed === null ? null : error}
      disabled={disabled}
      {...(className === undefined ? {} : { className })}
      {...(unit ? { after: unit } : {})}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={save}
      onKeyDown={press}
    />
  )
}
