import { needsPerson, SluiceError, type ErrorCode, type ErrorInfo } from '../../../src-shared/contract/errors.ts'
import type { WaitReason } from '../../../src-shared/contract/events.ts'
import type { Clock, EpochMs, MonotonicMs, Random } from '../ports.ts'
import { createSignal } from '../queue/signal.ts'
import { backoffMs } from './backoff.ts'
import { Cancelled, type Cancellation } from './cancellation.ts'

const FIRST_PROBE_MS = 2_000
const LAST_PROBE_MS = 60_000
/** Where no connection is made a probe costs nothing: with the quarter of a minute that a connection may take, two are half a minute apart. */
const LAST_NETWORK_PROBE_MS = 13_000
/** A probe that only a person can make pass is worth trying seldom: it answers "was it mended?". */
const PERSON_PROBE_MS = 60_000
/** So many texts in a row whose request the API does not take are a fault of ours, not of their chunks. */
const REJECTIONS = 3
/** So many probes, each with another chunk where one is there, before a person is asked: they may lie next to each other. */
const PROBES_OF_OTHERS = 5

/**
 * The lane to a service, as a circuit breaker:
 * open → held when a call shows that the service is at fault; held → one probe when `until` has come;
 * probe → open when its call is answered, → held again, for longer, when it fails.
 * While it is held nothing is sent and no document fails for it.
 */
export interface Lane {
  /** Resolves when this chunk may call. Throws Cancelled. */
  pass(chunkId: number, cancellation: Cancellation): Promise<void>
  /** Whether this chunk may call at this moment: open, or it is the probe. What waited since `pass` asks again. */
  admits(chunkId: number): boolean
  /** A call was answered. */
  succeeded(): void
  hold(error: SluiceError, until?: EpochMs | null): void
  /** A person acted (resume, new key, other settings): try again now. */
  nudge(): void
  /** The API did not take the request of this chunk: held after three in a row of different texts. */
  rejected(chunkId: number, text: string, error: SluiceError): 'held' | 'suspect'
  /**
   * A suspect waits to be told apart from its service: `guilty` when another chunk was answered since `successes()` was so many,
   * `held` when the lane was held for requests of our own, `alone` when no other chunk is there to try.
   */
  trial(since: number, cancellation: Cancellation): Promise<'guilty' | 'held' | 'alone'>
  /** How many calls were answered, ever. */
  successes(): number
  /** When the last was; minus infinity before the first. */
  lastSuccessAt(): MonotonicMs
  /** Suspects waiting for another chunk's answer, and those that wait to pass where the lane is held for such. */
  suspects(): number
  /** No other chunk is left to try. */
  leaveAlone(): void
  /** Nothing was answered since there was none. */
  lonely(): boolean
  /** This chunk's work was ended early: if it was the probe, another may be. */
  gaveUp(chunkId: number): void
  waiting(): WaitReason | null
}

interface Hold {
  error: ErrorInfo
  since: EpochMs
  /** The next try, or null where only a person brings it. */
  until: EpochMs | null
  /** The same where it was reckoned here: a clock that is set back makes no wait longer. */
  due: MonotonicMs | null
  tries: number
  /** Of them those for this very reason. */
  probes: number
  probing: number | null
}

const lastProbeMs = ({ code }: SluiceError) => (code === 'network_unreachable' ? LAST_NETWORK_PROBE_MS : LAST_PROBE_MS)

function onlyPersonHelps(code: ErrorCode, probes: number): boolean {
  return needsPerson(code) && (code !== 'request_rejected' || probes >= PROBES_OF_OTHERS)
}

export function createLane(clock: Clock, random: Random, changed: () => void): Lane {
  const signal = createSignal(clock)
  let held: Hold | null = null
  let successes = 0
  let lastSuccessAt: MonotonicMs = -Infinity
  let trials = 0
  let loneliness = 0
  /** How many calls had been answered when no other chunk was left. */
  let aloneSince: number | null = null
  /** Chunks whose request was not taken since the last answer, with what stands for their text. */
  const rejected = new Map<number, string>()
  /** Chunks that wait to pass. */
  const waiting = new Set<number>()

  const move = () => {
    signal.notify()
    changed()
  }
  const hold = (error: SluiceError, until?: EpochMs | null) => {
    const failed = held && held.probing !== null ? 1 : 0
    const tries = (held?.tries ?? 0) + failed
    const probes = held?.error.code === error.code ? held.probes + failed : 0
    const now = clock.now()
    const wait = onlyPersonHelps(error.code, probes)
      ? PERSON_PROBE_MS
      : FIRST_PROBE_MS + backoffMs(tries, FIRST_PROBE_MS, lastProbeMs(error), random)
    held = {
      error: error.info,
      since: held?.error.code === error.code ? held.since : now,
      until: until === undefined ? now + wait : until,
      due: until === undefined ? clock.monotonic() + wait : null,
      tries,
      probes,
      probing: null,
    }
    move()
  }
  const nextTry = ({ until, due }: Hold): EpochMs | null =>
    until === null || due === null ? until : Math.min(until, Math.ceil(clock.now() + due - clock.monotonic()))
  /** Where requests are not taken, a chunk of another text tells whether the fault is ours. */
  const mayProbe = ({ error, probing }: Hold, chunkId: number) => {
    if (probing !== null) return probing === chunkId
    if (error.code !== 'request_rejected' || !rejected.has(chunkId)) return true
    return [...waiting].every((other) => rejected.has(other))
  }
  const freeProbe = (chunkId: number) => {
    if (held?.probing !== chunkId) return
    held.probing = null
    move()
  }
  const waitForMove = async (until: EpochMs | null, cancellation: Cancellation) => {
    const seen = signal.version()
    const stop = cancellation.onCancel(() => signal.notify())
    await signal.wait(seen, until)
    stop()
    if (cancellation.cancelled) throw new Cancelled()
  }

  return {
    async pass(chunkId, cancellation) {
      waiting.add(chunkId)
      try {
        for (;;) {
          if (cancellation.cancelled) throw new Cancelled()
          if (!held) return
          const until = nextTry(held)
          const due = until !== null && clock.now() >= until
          if (due && mayProbe(held, chunkId)) {
            held.probing = chunkId
            return
          }
          await waitForMove(due ? null : until, cancellation)
        }
      } finally {
        waiting.delete(chunkId)
        // Another may have let it go first.
        if (cancellation.cancelled) signal.notify()
      }
    },
    admits: (chunkId) => held === null || held.probing === chunkId,
    succeeded() {
      successes += 1
      lastSuccessAt = clock.monotonic()
      rejected.clear()
      held = null
      move()
    },
    hold,
    nudge() {
      if (!held) return
      held.until = clock.now()
      held.probing = null
      move()
    },
    rejected(chunkId, text, error) {
      rejected.set(chunkId, text)
      if (new Set(rejected.values()).size < REJECTIONS) {
        freeProbe(chunkId)
        return 'suspect'
      }
      hold(
        new SluiceError(
          'request_rejected',
          `expected the API to take the requests of different chunks, came: ${error.message}`,
        ),
      )
      return 'held'
    },
    successes: () => successes,
    lastSuccessAt: () => lastSuccessAt,
    async trial(since, cancellation) {
      const before = loneliness
      trials += 1
      try {
        for (;;) {
          if (cancellation.cancelled) throw new Cancelled()
          if (successes > since) return 'guilty'
          if (held?.error.code === 'request_rejected') return 'held'
          if (loneliness > before) return 'alone'
          changed()
          await waitForMove(null, cancellation)
        }
      } finally {
        trials -= 1
      }
    },
    suspects: () =>
      trials + (held?.error.code === 'request_rejected' ? [...waiting].filter((one) => rejected.has(one)).length : 0),
    leaveAlone() {
      aloneSince = successes
      if (trials === 0) return
      loneliness += 1
      move()
    },
    lonely: () => aloneSince === successes,
    gaveUp: freeProbe,
    waiting() {
      if (!held) return null
      return {
        kind: 'service',
        text: held.error.message,
        since: held.since,
        until: nextTry(held),
        error: held.error,
        needsPerson: onlyPersonHelps(held.error.code, held.probes),
      }
    },
  }
}
