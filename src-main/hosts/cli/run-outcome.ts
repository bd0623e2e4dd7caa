import type { DocumentReport } from '../../../src-shared/contract/schemas.ts'
import { formatDuration } from './durations.ts'
import { leftText } from './progress-view.ts'
import { documentLines, lossLines, runLines, type RunReport } from './token-report.ts'
import { COMMAND } from './wording.ts'

/** What `ingest` tells at its end, in the words of `--json`. */
export interface RunOutcome extends RunReport {
  seconds: number
  provider: string
  documentsLeft: number
  stopped: string | null
}

/** The token report of a run, what was lost, and what to type next. */
export function outcomeLines(outcome: RunOutcome, documents: readonly DocumentReport[], dataFolder: string): string[] {
  const lost = lossLines(documents)
  const time = formatDuration(outcome.seconds * 1000)
  return [
    ...documentLines(documents),
    ...(documents.length > 0 ? [''] : []),
    ...runLines(outcome),
    `Time       ${time}`,
    ...(lost.length > 0 ? ['', ...lost] : []),
    '',
    ...(outcome.stopped === null
      ? []
      : [`Stopped: ${outcome.stopped}. ${leftText(outcome.documentsLeft)}; go on with: ${COMMAND} ingest`, '']),
    ...(outcome.provider === 'offline' && outcome.chunks.completed > 0 ? [OFFLINE, ''] : []),
    `The graph is in ${dataFolder}. Look into it:`,
    `  ${COMMAND} graph search NAME`,
    `  ${COMMAND} graph export --format graphml --out graph.graphml`,
    `  ${COMMAND} report`,
  ]
}

const OFFLINE =
  'Read by the offline finder: no model, no cost, nothing left this computer. With ANTHROPIC_API_KEY set, a model finds far more.'
