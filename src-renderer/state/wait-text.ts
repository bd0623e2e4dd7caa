import type { ErrorCode } from '../../src-shared/contract/errors.ts'
import type { WaitReason } from '../../src-shared/contract/events.ts'
import { formatCountdown } from '../ui/format/durations.ts'

/** "key_rejected" → "key rejected": short enough for a row; the sentence stands in the banner. */
export function shortError(code: ErrorCode): string {
  return code.replaceAll('_', ' ')
}

/** Why nothing is sent and for how long: "output tokens: 4 s", "held: key rejected". */
export function waitText(reason: WaitReason, now: number): string {
  const name = waitName(reason)
  return reason.until === null || reason.until <= now ? name : `${name}: ${formatCountdown(reason.until - now)}`
}

function waitName(reason: WaitReason): string {
  switch (reason.kind) {
    case 'requests':
    case 'input tokens':
    case 'output tokens':
      return reason.kind
    case 'retry-after':
      return 'the API asked for a rest'
    case 'ramp':
      return 'starting gently'
    case 'delay':
      return 'rest between two documents'
    case 'paused':
      return 'paused'
    default:
      return reason.error === null ? `held: ${reason.text}` : `held: ${shortError(reason.error.code)}`
  }
}

/** Ordinary pacing, which needs no colour of warning. */
export function isPacing(reason: WaitReason): boolean {
  return reason.kind !== 'service' && reason.kind !== 'paused'
}
