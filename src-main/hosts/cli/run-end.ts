import { EXIT, type ExitCode } from './exit-codes.ts'
import type { QueueEnd } from './watch-queue.ts'

/** How working the queue ended for one command. */
export type RunEnd =
  | QueueEnd
  | { kind: 'max-wait' }
  | { kind: 'interrupted'; code: ExitCode }
  | { kind: 'engine-stopped' }

/** Why work is left, for people and for `--json`; null where none is. */
export function stoppedReason(end: RunEnd): string | null {
  if (end.kind === 'done') return null
  if (end.kind === 'person') return end.reason
  return { 'max-wait': '--max-wait ran out', interrupted: 'interrupted', 'engine-stopped': 'the engine stopped' }[
    end.kind
  ]
}

/** `losses`: paths that could not be taken, documents that failed, gaps. */
export function exitOf(end: RunEnd, losses: number): ExitCode {
  if (end.kind === 'interrupted') return end.code
  if (end.kind !== 'done') return EXIT.stopped
  return losses > 0 ? EXIT.incomplete : EXIT.done
}
