import { asSluiceError, type ErrorCode } from '../../../src-shared/contract/errors.ts'
import type { Phase } from '../../../src-shared/model/phase.ts'
import type { Job } from '../ports.ts'
import { backoffMs } from '../resilience/backoff.ts'
import { Cancelled, createCancellation, type Cancellation } from '../resilience/cancellation.ts'
import { sleep } from '../resilience/local-holds.ts'
import type { PipelineContext } from './context.ts'
import { turn } from './turn.ts'

/** How a job of one of the first three phases is worked on. Resolves when the job has ended, was parked or released. */
export type PhaseWork = (job: Job, cancellation: Cancellation) => Promise<void>

/** Faults of a document that may pass: how often the same job is tried again at once, in hand; a reader that ended, in a new process. */
const TRIED_AGAIN: Partial<Record<ErrorCode, number>> = {
  reader_crashed: 1,
  reader_timeout: 1,
  reader_memory: 1,
  file_changed: 3,
}
const RETRY_BASE_MS = 500
const RETRY_CAP_MS = 10_000

interface PhaseRules {
  /** Whether back-pressure lets another document begin. */
  mayBegin(): Promise<boolean>
  /** Told after a document has failed in this phase. */
  failed(documentId: string): Promise<unknown>
}

/** Works a phase's queue, one job at a time, in order, until the engine stops. */
export async function runPhase(
  context: PipelineContext,
  phase: Phase,
  work: PhaseWork,
  rules: PhaseRules,
): Promise<void> {
  const { store, clock } = context.ports
  const claim = createClaim(context, phase)
  while (!context.stopping.cancelled) {
    const seen = context.changed.version()
    const only = context.pauses.finishing()
    const blocked = context.pauses.blocks(phase)
    // The one that all else waits for is never held back for those.
    const begunOnly = only === null && !(await rules.mayBegin())
    const job = blocked ? null : await claim(only, begunOnly)
    if (!job) {
      if (context.stopping.cancelled) return
      await context.changed.wait(seen, blocked ? null : await store.nextDue(phase, clock.now()))
      continue
    }
    context.touch(job.document.id)
    await workInHand(context, job, work, rules.failed)
    context.touch(job.document.id)
    context.changed.notify()
    await turn(clock)
  }
}

/**
 * A document that has begun is always gone on with: it is what back-pressure waits for. A claim that failed may have been
 * made all the same, and a loop that broke may have had a job in hand: what is claimed is put back before the next claim.
 */
function createClaim(
  context: PipelineContext,
  phase: Phase,
): (only: string | null, begunOnly: boolean) => Promise<Job | null> {
  const { store, clock } = context.ports
  let emptyHanded = false
  return async (only, begunOnly) => {
    try {
      return await context.holds.through(phase, context.stopping, async () => {
        if (!emptyHanded) await store.releaseClaimed(phase)
        emptyHanded = false
        const job = await store.claim(phase, only, clock.now(), begunOnly)
        emptyHanded = true
        return job
      })
    } catch (thrown) {
      if (thrown instanceof Cancelled) return null
      throw thrown
    }
  }
}

/** Keeps the job in hand through faults that pass; fails the document on one that does not. */
async function workInHand(
  context: PipelineContext,
  job: Job,
  work: PhaseWork,
  failed: PhaseRules['failed'],
): Promise<void> {
  const { phase } = job
  const { store, clock, random, logger } = context.ports
  const ends = context.documentEnds(job.document.id)
  const cancellation = createCancellation()
  const undo = [context.stopping, ends].map((source) => source.onCancel(() => cancellation.cancel()))
  try {
    for (let tries = 0; ; tries++) {
      try {
        await context.holds.through(phase, cancellation, () => work(job, cancellation))
        return
      } catch (thrown) {
        if (thrown instanceof Cancelled || cancellation.cancelled) return await letGo(context, job, ends)
        const error = asSluiceError(thrown)
        logger.info('document fault', {
          phase,
          document: job.document.id,
          code: error.code,
          message: error.message,
          tries,
        })
        if (tries < (TRIED_AGAIN[error.code] ?? 0)) {
          await sleep(clock, backoffMs(tries, RETRY_BASE_MS, RETRY_CAP_MS, random), cancellation).catch(() => {})
          continue
        }
        const info = error.info
        const { id, name } = job.document
        await context.holds.through(phase, context.stopping, async () => {
          await store.failDocument(id, phase, info, clock.now())
          await context.endDocument(id)
          await failed(id)
          await context.activity('document.failed', id, `${name} failed: ${error.message}`)
        })
        return
      }
    }
  } finally {
    for (const take of undo) take()
  }
}

/** The job waits for the next start; of a document that a person ended there is nothing to put back. */
async function letGo(context: PipelineContext, job: Job, ends: Cancellation): Promise<void> {
  if (ends.cancelled) return
  try {
    await context.holds.through(job.phase, context.stopping, () => context.ports.store.releaseJob(job))
  } catch (error) {
    context.ports.logger.warn('job is put back at the next start', { job: job.id, error: String(error) })
  }
}
