import { asSluiceError, SluiceError } from '../../../src-shared/contract/errors.ts'
import { backoffMs } from '../resilience/backoff.ts'
import { sleep } from '../resilience/local-holds.ts'
import type { Phase } from '../../../src-shared/model/phase.ts'
import type { PipelineContext } from './context.ts'

const FIRST_MS = 1_000
const LAST_MS = 60_000

/**
 * Keeps a loop of the engine alive until the stop: one that ends by an error nobody foresaw is a fault of ours, is
 * said aloud, and begins again. What it had in hand is claimed anew: every step is replayable.
 */
export async function supervise(context: PipelineContext, phase: Phase, loop: () => Promise<void>): Promise<void> {
  const { clock, random, logger } = context.ports
  for (let failures = 0; !context.stopping.cancelled; failures++) {
    try {
      await loop()
      return
    } catch (thrown) {
      const { code, message } = asSluiceError(thrown)
      logger.error('a loop of the engine failed and begins again', { phase, code, message, error: describe(thrown) })
      const wait = backoffMs(failures, FIRST_MS, LAST_MS, random)
      const error = new SluiceError('engine_fault', `${phase} met an error that Sluice did not foresee: ${message}`)
      context.holds.announce(phase, error, clock.now() + wait)
      await sleep(clock, wait, context.stopping).catch(() => {})
    }
  }
}

function describe(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
}
