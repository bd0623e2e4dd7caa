import { useEffect, useRef } from 'react'
import { shortcut } from '../../ui/format/keys.ts'
import { TextField } from '../../ui/field.tsx'

interface SearchFieldProps {
  value: string
  onChange: (value: string) => void
}

/** Ctrl K or ⌘ K leads here; Escape empties it. */
export function SearchField({ value, onChange }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return
      event.preventDefault()
      input.current?.select()
      input.current?.focus()
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [])
  return (
    <TextField
      ref={input}
      label="Find an entity or a fact"
      hiddenLabel
      placeholder="Find an entity or a fact"
      icon="search"
      type="search"
      className="w-75"
      after={<kbd className="rounded-1 border border-line px-1 text-11">{shortcut('K')}</kbd>}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onChange('')
      }}
    />
  )
}
