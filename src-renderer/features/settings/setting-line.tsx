import type { ReactNode } from 'react'
import type { SettingRow } from '../../../src-shared/contract/commands.ts'
import { Icon } from '../../ui/icon.tsx'
import { heldBy } from './setting-form.ts'

interface SettingLineProps {
  title: string
  about: ReactNode
  children: ReactNode
}

/** What is set and why, and its control beside it. */
export function SettingLine({ title, about, children }: SettingLineProps) {
  return (
    <section
      aria-label={title}
      className="grid grid-cols-[232px_minmax(0,1fr)] gap-8 border-b border-line py-3.5 last:border-b-0 min-[1600px]:grid-cols-[360px_minmax(0,1fr)]"
    >
      <div>
        <h2 className="font-strong">{title}</h2>
        <div className="mt-0.5 text-12 leading-[18px] text-ink-3">{about}</div>
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  )
}

/** Says why a value cannot be changed here. */
export function HeldNote({ row }: { row: SettingRow }) {
  const reason = heldBy(row)
  if (reason === null) return null
  return (
    <p className="mt-1.5 flex items-center gap-1.5 text-12 text-ink-2">
      <Icon name="lock" size={14} />
      {reason}
    </p>
  )
}

/** The engine's own sentence about a value it did not take. */
export function RefusedNote({ message }: { message: string | null }) {
  if (message === null) return null
  return (
    <p role="alert" className="mt-1.5 text-12 text-failed">
      {message}
    </p>
  )
}
