import type { ErrorCode } from '../../src-shared/contract/errors.ts'
import type { WaitReason } from '../../src-shared/contract/events.ts'
import { formatCountdown } from '../ui/format/durations.ts'

/** "key_rejected" → "key rejected": short enough for a row; the sentence stands in the banner. */
export function shortError(code: ErrorCode): string {
  return code.replaceAll('_', ' ')
}

/** Why nothing is sent, and for how long: "output tokens: 4 s". Of what holds the lane, "held: key rejected", the banner says more. */
export function waitText({ kind, text, error, until }: WaitReason, now: number): string {
  if (kind === 'service') return `held: ${error === null ? text : shortError(error.code)}`
  const name = WAIT_NAMES[kind]
  return until === null || until <= now ? name : `${name}: ${formatCountdown(until - now)}`
}

/** Each stands alone in a row, and behind "waits for". */
const WAIT_NAMES: Record<Exclude<WaitReason['kind'], 'service'>, string> = {
  requests: 'requests',
  'input tokens': 'input tokens',
  'output tokens': 'output tokens',
  'retry-after': 'the rest that the API asked for',
  ramp: 'a gentle start',
  delay: 'the rest between two documents',
  paused: 'paused',
}

/** From the wish to pause after a document until that has ended. */
export const FINISHING = 'Finishing, then pausing'

/** Ordinary pacing, which needs no colour of warning. */
export function isPacing(reason: WaitReason): boolean {
  return reason.kind !== 'service' && reason.kind !== 'paused'
}
