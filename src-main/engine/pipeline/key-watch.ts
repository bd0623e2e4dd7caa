import { SluiceError } from '../../../src-shared/contract/errors.ts'
import type { Clock, LlmClient, MonotonicMs } from '../ports.ts'
import type { Lane } from '../resilience/lane.ts'
import type { Cancellation } from '../resilience/cancellation.ts'
import { sleep } from '../resilience/local-holds.ts'
import type { PipelineContext } from './context.ts'

/** How long a look for the key counts: a keyring is slow to ask, and every chunk asks. */
const FRESH_MS = 2_000

export interface KeyLook {
  hasKey(): Promise<boolean>
  /** A key was set or taken away: the next look is a fresh one. */
  lookAgain(): void
}

/** Whether there is a key, looked up at most every two seconds. */
export function createKeyLook(llm: LlmClient, clock: Clock): KeyLook {
  let lookedAt: MonotonicMs = -Infinity
  let looked = Promise.resolve(false)
  return {
    hasKey() {
      if (clock.monotonic() - lookedAt >= FRESH_MS) {
        lookedAt = clock.monotonic()
        looked = llm.available().catch(() => false)
      }
      return looked
    },
    lookAgain: () => void (lookedAt = -Infinity),
  }
}

/**
 * Holds the lane while a model is to be asked and there is no key, and opens it when one is there: nothing is sent to find
 * that out. It is opened once: what is due already is not brought forward again, so that an engine without work is at rest.
 */
export async function watchKey(
  context: Pick<PipelineContext, 'provider'> & { lane: Lane; stopping: Cancellation },
  hasKey: () => Promise<boolean>,
  clock: Clock,
): Promise<void> {
  const look = async () => {
    if ((await context.provider()) !== 'anthropic') return
    const missing = !(await hasKey())
    const wait = context.lane.waiting()
    const held = wait?.error?.code === 'key_missing'
    if (missing && !held) context.lane.hold(new SluiceError('key_missing', 'expected an API key, found none'), null)
    const due = wait !== null && wait.until !== null && wait.until <= clock.now()
    if (!missing && held && !due) context.lane.nudge()
  }
  while (!context.stopping.cancelled) {
    await look()
    await sleep(clock, FRESH_MS, context.stopping).catch(() => {})
  }
}
