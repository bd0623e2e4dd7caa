import { needsPerson, SluiceError, type ErrorInfo } from '../../../src-shared/contract/errors.ts'
import type { WaitReason } from '../../../src-shared/contract/events.ts'
import type { Phase } from '../../../src-shared/model/phase.ts'
import type { Clock, EpochMs, Logger, Random } from '../ports.ts'
import type { Signal } from '../queue/signal.ts'
import { backoffMs } from './backoff.ts'
import { Cancelled, type Cancellation } from './cancellation.ts'

const FIRST_MS = 1_000
const LAST_MS = 30_000

/** Faults of this computer (disk full, database failing): the phase that met one waits and tries the same step again. */
export interface LocalHolds {
  /** Runs a step until it passes; other errors than those of scope service are thrown on. Throws Cancelled. */
  through<T>(phase: Phase, cancellation: Cancellation, step: () => Promise<T>): Promise<T>
  /** Says why a phase does nothing until a time; forgotten by itself then. */
  announce(phase: Phase, error: SluiceError, until: EpochMs): void
  waiting(): WaitReason | null
}

interface Held {
  error: ErrorInfo
  since: EpochMs
  until: EpochMs
}

export function createLocalHolds(clock: Clock, random: Random, logger: Logger, changed: Signal): LocalHolds {
  const held = new Map<Phase, Held>()
  const announced = new Map<Phase, Held>()
  return {
    async through(phase, cancellation, step) {
      for (let tries = 0; ; tries++) {
        try {
          const result = await step()
          if (held.delete(phase)) changed.notify()
          return result
        } catch (error) {
          if (!(error instanceof SluiceError) || error.scope !== 'service') {
            held.delete(phase)
            throw error
          }
          const now = clock.now()
          const until = now + backoffMs(tries, FIRST_MS, LAST_MS, random)
          held.set(phase, { error: error.info, since: held.get(phase)?.since ?? now, until })
          if (tries === 0) logger.error('held by this computer', { phase, code: error.code, message: error.message })
          changed.notify()
          await sleep(clock, until - now, cancellation)
        }
      }
    },
    announce(phase, error, until) {
      announced.set(phase, { error: error.info, since: clock.now(), until })
      changed.notify()
    },
    waiting() {
      const told = [...announced.values()].filter(({ until }) => until > clock.now())
      const first = [...held.values(), ...told][0]
      if (!first) return null
      const { error, since, until } = first
      return { kind: 'service', text: error.message, since, until, error, needsPerson: needsPerson(error.code) }
    },
  }
}

/** Resolves after the time; throws Cancelled as soon as the work is to end. */
export function sleep(clock: Clock, ms: number, cancellation: Cancellation): Promise<void> {
  return new Promise((resolve, reject) => {
    if (cancellation.cancelled) return reject(new Cancelled())
    const cancelTimer = clock.after(ms, () => {
      stop()
      resolve()
    })
    const stop = cancellation.onCancel(() => {
      cancelTimer()
      reject(new Cancelled())
    })
  })
}
