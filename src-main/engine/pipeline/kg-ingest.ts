import { interDocumentDelayMs } from '../../../src-shared/model/settings.ts'
import type { MonotonicMs } from '../ports.ts'
import { nullIfCancelled } from '../resilience/cancellation.ts'
import type { CallTools } from './call-attempt.ts'
import { workOn } from './document-work.ts'
import type { KgObserver } from './kg-observer.ts'

/** The phase that pays: one document at a time, in order, until it ends or has none ready. */
export async function runKgIngest(tools: CallTools, observer: KgObserver): Promise<void> {
  const { context } = tools
  const { store, clock } = context.ports
  /** Not by the wall clock: one that is set back would make the pause longer. */
  let lastEndedAt: MonotonicMs = -Infinity
  while (!context.stopping.cancelled) {
    const seen = context.changed.version()
    const only = context.pauses.finishing()
    const left = lastEndedAt + interDocumentDelayMs(context.settings()) - clock.monotonic()
    const nextAt = left > 0 ? clock.now() + Math.ceil(left) : null
    observer.delayed(nextAt)
    const paused = context.pauses.blocks('kg_ingest')
    if (nextAt !== null || paused) {
      await context.changed.wait(seen, nextAt)
      continue
    }
    const provider = await context.provider()
    const doc = await context.holds
      .through('kg_ingest', context.stopping, () => store.claimKgDocument(provider, only, clock.now()))
      .catch(nullIfCancelled)
    if (!doc) {
      if (!context.stopping.cancelled) await context.changed.wait(seen, null)
      continue
    }
    const ends = context.documentEnds(doc.document.id)
    context.touch(doc.document.id)
    await workOn(tools, doc, provider, observer)
    // Whoever ended it (a person, a phase that failed) has written its end.
    if (ends.cancelled) continue
    const ended = await context.holds
      .through('kg_ingest', context.stopping, () => store.finishKgDocument(doc.document.id, clock.now()))
      .catch(nullIfCancelled)
    if (ended) {
      lastEndedAt = clock.monotonic()
      await context.holds
        .through('kg_ingest', context.stopping, () => observer.documentEnded(doc, ended))
        .catch(nullIfCancelled)
      context.changed.notify()
    } else {
      await store.releaseJob(doc.job)
      await context.changed.wait(seen, null)
    }
  }
}
