import { interDocumentDelayMs } from '../../../src-shared/model/settings.ts'
import type { EpochMs } from '../ports.ts'
import { nullIfCancelled } from '../resilience/cancellation.ts'
import type { CallTools } from './call-attempt.ts'
import { workOn } from './document-work.ts'
import type { KgObserver } from './kg-observer.ts'

/** The phase that pays: one document at a time, in order, until it ends or has none ready. */
export async function runKgIngest(tools: CallTools, observer: KgObserver): Promise<void> {
  const { context } = tools
  const { store, clock } = context.ports
  let last: { endedAt: EpochMs } | null = null
  while (!context.stopping.cancelled) {
    const seen = context.changed.version()
    const only = context.pauses.finishing()
    const nextAt = last ? last.endedAt + interDocumentDelayMs(context.settings()) : 0
    const delayed = clock.now() < nextAt
    observer.delayed(delayed ? nextAt : null)
    const paused = context.pauses.blocks('kg_ingest')
    if (delayed || paused) {
      await context.changed.wait(seen, delayed ? nextAt : null)
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
      last = { endedAt: clock.now() }
      await observer.documentEnded(doc, ended)
      context.changed.notify()
    } else {
      await store.releaseJob(doc.job)
      await context.changed.wait(seen, null)
    }
  }
}
