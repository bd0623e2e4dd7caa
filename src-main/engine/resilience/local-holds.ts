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
  /** As `through`, of a step that keeps what was paid for: while it fails, nothing more is to be paid for. */
  keep<T>(phase: Phase, cancellation: Cancellation, step: () => Promise<T>): Promise<T>
  /** Whether all that was paid for could be kept so far. */
  allKept(): boolean
  /** Resolves when it could. Throws Cancelled. */
  untilKept(cancellation: Cancellation): Promise<void>
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
  /** By step: one that passes takes nothing from what is said of another. */
  const held = new Map<symbol, Held>()
  const unkept = new Set<symbol>()
  const announced = new Map<Phase, Held>()

  async function run<T>(own: symbol, phase: Phase, cancellation: Cancellation, step: () => Promise<T>): Promise<T> {
    try {
      for (let tries = 0; ; tries++) {
        try {
          return await step()
        } catch (error) {
          if (!(error instanceof SluiceError) || error.scope !== 'service') throw error
          const now = clock.now()
          // A sync that failed and then passes at once would be told to nobody.
          const wait = needsPerson(error.code) ? LAST_MS : backoffMs(tries, FIRST_MS, LAST_MS, random)
          const until = now + wait
          held.set(own, { error: error.info, since: held.get(own)?.since ?? now, until })
          if (tries === 0) logger.error('held by this computer', { phase, code: error.code, message: error.message })
          changed.notify()
          await sleep(clock, wait, cancellation)
        }
      }
    } finally {
      if (held.delete(own)) changed.notify()
    }
  }

  return {
    through: (phase, cancellation, step) => run(Symbol(phase), phase, cancellation, step),
    async keep(phase, cancellation, step) {
      const own = Symbol(phase)
      try {
        return await run(own, phase, cancellation, () =>
          step().catch((error: unknown) => {
            unkept.add(own)
            throw error
          }),
        )
      } finally {
        if (unkept.delete(own)) changed.notify()
      }
    },
    allKept: () => unkept.size === 0,
    async untilKept(cancellation) {
      while (unkept.size > 0) {
        if (cancellation.cancelled) throw new Cancelled()
        await new Promise<void>((resolve) => {
          const stop = cancellation.onCancel(resolve)
          void changed.wait(changed.version(), null).then(() => {
            stop()
            resolve()
          })
        })
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
