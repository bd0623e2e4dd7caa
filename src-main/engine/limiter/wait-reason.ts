import type { WaitReason } from '../../../src-shared/contract/events.ts'
import type { EpochMs, MonotonicMs } from '../ports/system.ts'
import type { DimensionName } from './limits.ts'

/** What a waiter waits for. `at` is Infinity while only the end of a call in flight can help. */
export interface Hold {
  kind: WaitReason['kind']
  at: MonotonicMs
}

export const DIMENSION_KIND = {
  requests: 'requests',
  input: 'input tokens',
  output: 'output tokens',
} as const satisfies Record<DimensionName, WaitReason['kind']>

const TEXT: Partial<Record<WaitReason['kind'], string>> = {
  'retry-after': 'the API asked for a pause',
  ramp: 'starting slowly',
}

/** A hold as people see it: "input tokens: 12 s". */
export function waitReasonOf(hold: Hold, since: EpochMs, wall: EpochMs, now: MonotonicMs): WaitReason {
  const ms = hold.at - now
  const what = TEXT[hold.kind] ?? hold.kind
  const known = Number.isFinite(ms)
  return {
    kind: hold.kind,
    text: known ? `${what}: ${seconds(ms)}` : `${what}: until a call in flight ends`,
    since,
    until: known ? Math.ceil(wall + ms) : null,
    error: null,
    needsPerson: false,
  }
}

function seconds(ms: number): string {
  return ms < 950 ? `${(Math.ceil(ms / 100) / 10).toFixed(1)} s` : `${Math.ceil(ms / 1000)} s`
}
