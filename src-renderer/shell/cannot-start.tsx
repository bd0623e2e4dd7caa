import type { ErrorInfo } from '../../src-shared/contract/errors.ts'
import { ErrorNote } from '../ui/notes.tsx'

/** Instead of the window, where no engine answers or the page may not talk to it. */
export function CannotStart({ error }: { error: ErrorInfo }) {
  return (
    <main className="mx-auto flex h-full max-w-160 flex-col justify-center gap-4 p-6">
      <h1 className="text-24 font-strong tracking-[-0.015em]">Sluice cannot show its window.</h1>
      {/* A code that was used is not taken by trying again. */}
      <ErrorNote error={error} {...(error.code !== 'page_unknown' && { onRetry: () => window.location.reload() })} />
    </main>
  )
}
