import type { CommandOutput } from '../../../src-shared/contract/commands.ts'
import type { DocumentReport, GraphCounts } from '../../../src-shared/contract/schemas.ts'
import { PAGE_STATES } from '../../../src-shared/model/document.ts'
import type { CallCounts, Usage } from '../../../src-shared/model/usage.ts'
import { formatDuration } from './durations.ts'
import { formatTable } from './table.ts'
import { counted, cutMiddle, formatCost, formatCount, formatExactCost, formatPages } from './wording.ts'

export type RunReport = CommandOutput<'report.run'>

/** More rows than a person reads at midnight. */
const SHOWN = 30

/** What one run did, as a person reads it: sums first. */
export function runLines(run: RunReport): string[] {
  const { completed, failed, cancelled, known } = run.documents
  const documents = listed([
    [completed, 'completed'],
    [failed, 'failed'],
    [cancelled, 'cancelled'],
    [known, 'known already, not read again'],
  ])
  const chunks =
    run.chunks.total === 0
      ? 'none'
      : `${formatCount(run.chunks.completed)} of ${formatCount(run.chunks.total)} completed`
  return [
    `Documents  ${documents || 'none ended'}`,
    `Chunks     ${chunks}${run.chunks.failed > 0 ? ` · ${formatCount(run.chunks.failed)} failed` : ''}`,
    ...spendLines(run, run.chunks.completed),
    `Graph      ${graphLine(run.graph)}`,
  ]
}

/** Tokens, calls and money in the same words everywhere. */
export function spendLines(
  { tokens, calls, costUsd, spoiltUsd }: { tokens: Usage; calls: CallCounts; costUsd: number; spoiltUsd: number },
  chunks: number,
): string[] {
  const spoilt = spoiltUsd > 0 ? ` · of it ${formatCost(spoiltUsd)} for answers of no use` : ''
  const each = costUsd > 0 && chunks > 1 ? ` · ${formatCost(costUsd / chunks)} a chunk` : ''
  return [
    `Calls      ${
      listed([
        [calls.answered, 'answered'],
        [calls.reused, 'reused, not paid again'],
        [calls.refused, 'refused'],
        [calls.unknown, 'unknown, possibly paid'],
      ]) || 'none'
    }`,
    `Tokens     ${
      listed([
        [tokens.input, 'input'],
        [tokens.cacheRead, 'read from cache'],
        [tokens.cacheWrite, 'written to cache'],
        [tokens.output, 'output'],
      ]) || 'none'
    }`,
    `Cost       ${formatExactCost(costUsd)}${spoilt}${each}`,
  ]
}

export function graphLine(graph: GraphCounts): string {
  return [
    counted(graph.episodes, 'episode'),
    counted(graph.entities, 'entity', 'entities'),
    counted(graph.relationships, 'relationship'),
    counted(graph.mentions, 'mention'),
  ].join(' · ')
}

/** "34 text · 1 scanned": every page that was read, in its counted state. */
export function coverageText(documents: readonly Pick<DocumentReport, 'coverage'>[]): string {
  return listed(PAGE_STATES.map((state) => [documents.reduce((n, { coverage }) => n + coverage[state], 0), state]))
}

/** One row a document; what is estimated until something was paid for it is marked. */
export function documentLines(documents: readonly DocumentReport[]): string[] {
  if (documents.length === 0) return []
  const rows = documents.slice(0, SHOWN).map((row) => {
    const { input, cacheRead, cacheWrite, output } = row.tokens
    const estimate = row.costUsd === 0 && row.state !== 'completed' ? row.estimate : null
    return [
      cutMiddle(row.name, 36),
      row.gaps.length > 0 ? `${row.state}, with gaps` : row.state,
      row.pages === null ? '' : formatCount(row.pages),
      `${formatCount(row.chunks.completed)} of ${formatCount(row.chunks.total)}`,
      estimate ? `≈ ${formatCount(estimate.input)}` : formatCount(input + cacheRead + cacheWrite),
      estimate ? `≈ ${formatCount(estimate.output)}` : formatCount(output),
      estimate ? `≈ ${formatCost(estimate.costUsd)}` : formatCost(row.costUsd),
      formatDuration(row.seconds * 1000),
    ]
  })
  const heads = ['Document', 'State', 'Pages', 'Chunks', 'Input', 'Output', 'Cost', 'Time']
  const lines = formatTable(
    heads.map((head, i) => (i < 2 ? { head } : { head, right: true as const })),
    rows,
  )
  const more = documents.length - SHOWN
  return more > 0 ? [...lines, `and ${counted(more, 'more document')}`] : lines
}

/** What was lost, why, and what to do about it; nothing is cut short in silence, though it be discarded. */
export function lossLines(documents: readonly DocumentReport[]): string[] {
  return documents.flatMap(({ name, error, gaps, discarded }) => [
    ...(error ? [`${name}${discardedText(discarded)}: ${error.message}`, `  ${error.remedy} (${error.code})`] : []),
    ...gaps.flatMap((gap) => [
      `${name}, ${gap.pages.length === 1 ? 'page' : 'pages'} ${formatPages(gap.pages)}${discardedText(gap.discarded)}: ${gap.message}`,
      `  ${gap.remedy} (${gap.code})`,
    ]),
  ])
}

function discardedText(discarded: boolean): string {
  return discarded ? ' (discarded)' : ''
}

function listed(counts: [number, string][]): string {
  return counts
    .filter(([value]) => value > 0)
    .map(([value, word]) => `${formatCount(value)} ${word}`)
    .join(' · ')
}
