import type { ReactNode } from 'react'

/** The one line at the head of a screen: its name, the sum of what it shows, its main actions. */
export function TitleLine({ title, sum, children }: { title: ReactNode; sum?: ReactNode; children?: ReactNode }) {
  return (
    <header className="flex h-14 shrink-0 items-center gap-3 px-5">
      <h1 className="shrink-0 text-18 font-head tracking-[-0.01em]">{title}</h1>
      <span className="min-w-0 grow truncate text-ink-2">{sum}</span>
      {children}
    </header>
  )
}
