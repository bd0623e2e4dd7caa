import { formatUsd } from '../../../src-shared/model/money.ts'
import type { KgDocument } from '../ports.ts'
import type { ProgressSource } from '../insight/progress.ts'
import { watchKey } from './key-watch.ts'
import { watchLane } from './lane-watch.ts'
import { runKgIngest, type KgObserver } from './kg-ingest.ts'
import type { CallTools } from './paid-call.ts'
import { runPhase } from './phase-runner.ts'
import { chunking, extraction, ingestion } from './reading.ts'
import { supervise } from './supervise.ts'

/** The four phases, each a loop of its own over its queue, until the engine stops. */
export function createWorkers(tools: CallTools, progress: ProgressSource): { run(): Promise<void> } {
  const { context, gates } = tools
  const { store, logger } = context.ports
  const always = () => Promise.resolve(true)
  const notTooFarAhead = async () => (await store.lookahead()) < context.settings().phaseLookahead
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
        supervise(context, 'ingestion', () => runPhase(context, 'ingestion', ingestion(context), notTooFarAhead)),
        supervise(context, 'extraction', () => runPhase(context, 'extraction', extraction(context), notTooFarAhead)),
        supervise(context, 'chunking', () => runPhase(context, 'chunking', chunking(context, gates), always)),
        supervise(context, 'kg_ingest', () => runKgIngest(tools, observer)),
        supervise(context, 'kg_ingest', () => watchLane(context)),
        supervise(context, 'kg_ingest', () => watchKey(context, context.hasKey, context.ports.clock)),
      ]
      logger.debug('working', { loops: loops.length })
      await Promise.all(loops)
    },
  }
}

/** One line in the log for each document, with its tokens and how well the limit was used. */
async function documentEnded(tools: CallTools, doc: KgDocument, state: 'completed' | 'failed'): Promise<void> {
  const { context, gates } = tools
  const { id, name } = doc.document
  context.touch(id)
  await context.endDocument(id)
  await gates.save()
  const [report] = await context.ports.store.documentReports([id], context.settings().model)
  if (!report) return
  const { tokens, calls, chunks, costUsd, seconds, gaps } = report
  const utilisation = Object.fromEntries(
    gates.statistics().map((row) => [row.dimension, { utilisationPct: row.utilisationPct, peakPct: row.peakPct }]),
  )
  context.ports.logger.info('document ended', {
    document: id,
    name,
    state,
    seconds,
    chunks,
    tokens,
    calls,
    costUsd,
    gaps: gaps.length,
    utilisation,
  })
  const lost = gaps.length > 0 ? `, with ${gaps.length} ${gaps.length === 1 ? 'gap' : 'gaps'}` : ''
  const cost = costUsd > 0 ? `, ${formatUsd(Math.round(costUsd * 1_000_000))}` : ''
  await context.activity(
    `document.${state}`,
    id,
    `${name} ${state}: ${chunks.completed} of ${chunks.total} chunks${lost}${cost}`,
  )
}
