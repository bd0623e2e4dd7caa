import { SluiceError } from '../../../src-shared/contract/errors.ts'
import { backoffMs } from '../resilience/backoff.ts'
import { Cancelled, type Cancellation } from '../resilience/cancellation.ts'
import { sleep } from '../resilience/local-holds.ts'
import { attemptOnce, fromLedger, isCurrent, type Answered, type CallTools, type Question } from './call-attempt.ts'

const LONGEST_BACKOFF_MS = 60_000
/** A chunk that fails again and again while others are answered is given up after so many rounds of retries. */
const ROUNDS = 3
/** Where no other chunk is left to compare with, a chunk that once failed alone is given up after so long without any answer. */
const ALONE_MS = 2 * 3_600_000
/** Chunks that were not taken while others were count as one text: three of them tell nothing against us. */
const SUSPECTED = 'suspected'

/** A person has chosen another model: what the chunk is asked is to be put anew. */
export class ModelChanged extends Error {
  override readonly name = 'ModelChanged'
}

/**
 * The paid call, step by step: ledger first; then reserve, commit as sent, send, commit the answer. Nothing is parsed here.
 * A service fault waits in the lane for as long as it lasts. Throws a SluiceError of scope chunk when this
 * chunk is at fault, Cancelled when the work is to end, and ModelChanged.
 */
export async function paidCall(tools: CallTools, question: Question, cancellation: Cancellation): Promise<Answered> {
  const { context, trials } = tools
  const { lane } = context
  const { clock, random, store } = context.ports
  const { documentId, chunkId, answerKey } = question
  const kept = await fromLedger(context, question)
  if (kept) return kept
  // The chunk was broken off behind it, by a kill, a pause or a fault of this computer: its repairs go on where they were.
  const spoilt = await store.findSpoilt(question)
  if (spoilt) return { ...spoilt, reused: false }
  const known = trials.take(documentId, answerKey)
  let round = known?.round ?? 0
  let attempt = 0
  let successesBefore = lane.successes()
  /** How many calls had been answered when its request was first not taken. */
  let rejectedAt: number | null = null
  const begun = clock.monotonic() - (known?.askedMs ?? 0)
  try {
    for (;;) {
      if (!isCurrent(context, question)) throw new ModelChanged()
      const outcome = await attemptOnce(tools, question, cancellation)
      if (outcome === null) continue
      if (!('remedy' in outcome)) return outcome
      // Its failure says nothing of the model that is asked from now on.
      if (!isCurrent(context, question)) continue
      const { error, remedy } = outcome
      if (remedy === 'pace') continue
      if (remedy === 'hold') {
        // A time that is over already would be tried at once, for ever.
        lane.hold(error, outcome.until !== null && outcome.until > clock.now() ? outcome.until : undefined)
        continue
      }
      if (remedy === 'text') throw error
      if (remedy === 'chunk') {
        const othersTaken = rejectedAt !== null && lane.successes() > rejectedAt
        rejectedAt ??= lane.successes()
        // What was out already was sent before this one was refused: its answer tells nothing.
        const told = lane.successes() + tools.asking.size
        if (lane.rejected(chunkId, othersTaken ? SUSPECTED : answerKey, error) === 'held') continue
        if ((await lane.trial(told, cancellation)) !== 'held') throw error
        continue
      }
      attempt += 1
      const { retries, retryBaseSeconds } = context.settings()
      if (attempt <= retries && lane.waiting() === null) {
        await sleep(clock, backoffMs(attempt - 1, retryBaseSeconds * 1000, LONGEST_BACKOFF_MS, random), cancellation)
        continue
      }
      lane.hold(error)
      if (attempt <= retries) continue
      const verdict = await lane.trial(successesBefore, cancellation)
      const silent = clock.monotonic() - Math.max(lane.lastSuccessAt(), begun) >= ALONE_MS
      // An engine that has ended since may have seen others answered meanwhile.
      if (verdict === 'alone' && silent && (round > 0 || (await store.failedAlone(documentId, chunkId)))) {
        throw exhausted(error, round * (retries + 1) + attempt)
      }
      if (verdict !== 'guilty') continue
      round += 1
      attempt = 0
      successesBefore = lane.successes()
      if (round >= ROUNDS) throw exhausted(error, ROUNDS * (retries + 1))
    }
  } catch (thrown) {
    // Asked anew when the computer is well again or the pause is over: what it is suspected of begins no second time.
    if (thrown instanceof Cancelled || (thrown instanceof SluiceError && thrown.scope === 'service')) {
      trials.keep(documentId, answerKey, { askedMs: clock.monotonic() - begun, round })
    }
    throw thrown
  } finally {
    lane.gaveUp(chunkId)
  }
}

function exhausted(error: SluiceError, tries: number): SluiceError {
  const message = `expected an answer while other chunks were answered, came ${tries} failures, the last: ${error.message}`
  return new SluiceError('retries_exhausted', message, { cause: error })
}
