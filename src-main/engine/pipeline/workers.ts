import { formatUsd } from '../../../src-shared/model/money.ts'
import type { KgDocument } from '../ports.ts'
import type { ProgressSource } from '../insight/progress.ts'
import { logDocumentEnd } from './document-log.ts'
import { watchKey } from './key-watch.ts'
import { watchLane } from './lane-watch.ts'
import { watchLearned } from './learned-watch.ts'
import type { CallTools } from './call-attempt.ts'
import { MOST_COMPARED } from './comparison.ts'
import { runKgIngest } from './kg-ingest.ts'
import type { KgObserver } from './kg-observer.ts'
import { runPhase } from './phase-runner.ts'
import { chunking, extraction, ingestion } from './reading.ts'
import { supervise } from './supervise.ts'

/** The four phases, each a loop of its own over its queue, until the engine stops. */
export function createWorkers(tools: CallTools, progress: ProgressSource): { run(): Promise<void> } {
  const { context, gates } = tools
  const { store, logger } = context.ports
  const failed = (documentId: string) => logDocumentEnd(context, gates, documentId)
  const always = () => Promise.resolve(true)
  const notTooFarAhead = async () => {
    const { phaseLookahead } = context.settings()
    return (await store.lookahead()) < (context.lane.lonely() ? phaseLookahead + MOST_COMPARED : phaseLookahead)
  }
  const observer: KgObserver = {
    chunkEnded(doc) {
      progress.chunkEnded()
      context.touch(doc.document.id)
    },
    delayed: (until) => progress.delayed(until),
    documentEnded: (doc, state) => documentEnded(tools, doc, state),
  }
  return {
    async run() {
      const loops = [
        supervise(context, 'ingestion', () =>
          runPhase(context, 'ingestion', ingestion(context), { mayBegin: notTooFarAhead, failed }),
        ),
        supervise(context, 'extraction', () =>
          runPhase(context, 'extraction', extraction(context), { mayBegin: notTooFarAhead, failed }),
        ),
        supervise(context, 'chunking', () =>
          runPhase(context, 'chunking', chunking(context, gates), { mayBegin: always, failed }),
        ),
        supervise(context, 'kg_ingest', () => runKgIngest(tools, observer)),
        supervise(context, 'kg_ingest', () => watchLane(context)),
        supervise(context, 'kg_ingest', () => watchLearned(context, gates)),
        supervise(context, 'kg_ingest', () => watchKey(context, context.hasKey, context.ports.clock)),
      ]
      logger.debug('working', { loops: loops.length })
      await Promise.all(loops)
    },
  }
}

async function documentEnded(tools: CallTools, doc: KgDocument, state: 'completed' | 'failed'): Promise<void> {
  const { context, gates } = tools
  const { id, name } = doc.document
  context.touch(id)
  await context.endDocument(id)
  await gates.save()
  const report = await logDocumentEnd(context, gates, id)
  if (!report) return
  const { chunks, costUsd, gaps } = report
  const lost = gaps.length > 0 ? `, with ${gaps.length} ${gaps.length === 1 ? 'gap' : 'gaps'}` : ''
  const cost = costUsd > 0 ? `, ${formatUsd(Math.round(costUsd * 1_000_000))}` : ''
  await context.activity(
    `document.${state}`,
    id,
    `${name} ${state}: ${chunks.completed} of ${chunks.total} chunks${lost}${cost}`,
  )
}
