import type { DocumentReport } from '../../../src-shared/contract/schemas.ts'
import type { ModelGates } from '../limiter/model-gates.ts'
import type { PipelineContext } from './context.ts'

/** One line in the log for each document that ended, whatever its end was, with its tokens and how well the limit was used. */
export async function logDocumentEnd(
  { ports, settings }: Pick<PipelineContext, 'ports' | 'settings'>,
  gates: Pick<ModelGates, 'statistics'>,
  documentId: string,
): Promise<DocumentReport | null> {
  const [report] = await ports.store.documentReports([documentId], settings().model)
  if (!report) return null
  const { name, state, seconds, chunks, tokens, calls, costUsd, gaps, error } = report
  const utilisation = Object.fromEntries(
    gates.statistics().map((row) => [row.dimension, { utilisationPct: row.utilisationPct, peakPct: row.peakPct }]),
  )
  ports.logger.info('document ended', {
    document: documentId,
    name,
    state,
    code: error?.code ?? null,
    seconds,
    chunks,
    tokens,
    calls,
    costUsd,
    gaps: gaps.length,
    utilisation,
  })
  return report
}
