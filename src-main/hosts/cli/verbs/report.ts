import type { Command } from 'commander'
import type { CommandOutput } from '../../../../src-shared/contract/commands.ts'
import { estimateQuality, estimateQualityText } from '../../../../src-shared/model/estimate-quality.ts'
import type { CliContext, Runs } from '../context.ts'
import { formatDuration } from '../durations.ts'
import { EXIT } from '../exit-codes.ts'
import { missingLines } from '../retention-lines.ts'
import { formatTable } from '../table.ts'
import { coverageText, documentLines, graphLine, lossLines, spendLines } from '../token-report.ts'
import { COMMAND, counted, formatCost, formatCount, formatPages } from '../wording.ts'

export function addReport(program: Command, runs: Runs): void {
  program
    .command('report')
    .description('tokens, cost, coverage and gaps over the whole life; of one document by phase and chunk')
    .argument('[document]', 'id, beginning of an id, or name')
    .action(runs((context, [document]) => (document === undefined ? whole(context) : one(context, document))))
}

const NOT_READ = 'not read yet'

async function whole({ out, json, use }: CliContext) {
  const report = await use((session) => session.call('report.get', {}))
  if (json) out.json(report)
  else if (report.documents.length === 0) out.line(`No documents yet. Add some with: ${COMMAND} ingest PATH`)
  else {
    const { totals, documents } = report
    const lost = lossLines(documents)
    const lines = [
      ...documentLines(documents),
      '',
      `Documents  ${formatCount(totals.documents)}`,
      `Pages      ${coverageText(documents) || NOT_READ}`,
      `Chunks     ${formatCount(totals.chunks.completed)} of ${formatCount(totals.chunks.total)} completed`,
      ...spendLines(totals, totals.chunks.completed),
      `Graph      ${graphLine(totals.graph)}`,
      ...(lost.length > 0 ? ['', ...lost] : []),
    ]
    for (const line of lines) out.line(line)
  }
  return EXIT.done
}

async function one({ out, json, use }: CliContext, reference: string) {
  const { document, graph } = await use(async (session) => {
    const document = await session.call('report.document', { document: reference })
    return { document, graph: await session.call('graph.stats', { group: document.group }) }
  })
  if (json) out.json(documentJson(document, graph))
  else for (const line of documentReportLines(document)) out.line(line)
  return EXIT.done
}

/** The same objects as the whole report, with rows for phases and chunks beside them. */
export function documentJson(document: CommandOutput<'report.document'>, graph: CommandOutput<'graph.stats'>) {
  const { phases, chunkRows, removedAnswers, ...row } = document
  const { types: _types, ...counts } = graph
  const { chunks, tokens, calls, costUsd, spoiltUsd } = row
  return {
    documents: [row],
    totals: { documents: 1, chunks, tokens, calls, costUsd, spoiltUsd, graph: counts },
    phases,
    chunks: chunkRows,
    removedAnswers,
    estimateQuality: estimateQuality(chunkRows),
  }
}

/** One document as a person reads it. */
export function documentReportLines(document: CommandOutput<'report.document'>): string[] {
  const estimate = estimateText(document)
  const lost = lossLines([document])
  return [
    `${document.name}: ${document.state}`,
    `  ${document.path}`,
    '',
    `Pages      ${coverageText([document]) || NOT_READ}`,
    `Chunks     ${formatCount(document.chunks.completed)} of ${formatCount(document.chunks.total)} completed`,
    ...(estimate === '' ? [] : [`Estimate   ${estimate}`]),
    ...spendLines(document, document.chunks.completed),
    ...missingLines(document),
    ...(lost.length > 0 ? ['', ...lost] : []),
    '',
    ...phaseLines(document.phases),
    '',
    ...chunkLines(document),
  ]
}

/** What the whole will take while it is not done, and how right the estimate was where a model was asked. */
function estimateText({ estimate, state, chunkRows }: CommandOutput<'report.document'>): string {
  const left =
    estimate && state !== 'completed'
      ? `≈ ${formatCount(estimate.input)} input · ≈ ${formatCount(estimate.output)} output · ≈ ${formatCost(estimate.costUsd)}`
      : null
  const quality = estimateQuality(chunkRows)
  return [left, quality && estimateQualityText(quality)].filter((text) => text !== null).join(' · ')
}

function phaseLines(phases: CommandOutput<'report.document'>['phases']): string[] {
  const rows = phases.map((row) => [
    row.phase,
    row.status,
    formatCount(row.parts),
    formatCount(row.retries),
    formatDuration(row.seconds * 1000),
  ])
  const right = true as const
  return formatTable(
    [
      { head: 'Phase' },
      { head: 'Status' },
      { head: 'Parts', right },
      { head: 'Retries', right },
      { head: 'Time', right },
    ],
    rows,
  )
}

const SHOWN_CHUNKS = 200

function chunkLines({ estimate, chunkRows: chunks }: CommandOutput<'report.document'>): string[] {
  // The offline finder alone asks nobody: what a model would take is no estimate of this reading.
  const estimated = (tokens: number) => (estimate === null ? '' : `≈ ${formatCount(tokens)}`)
  const rows = chunks
    .slice(0, SHOWN_CHUNKS)
    .map((row) => [
      formatCount(row.ordinal + 1),
      formatPages(row.pages),
      row.state,
      estimated(row.estimated.input),
      formatCount(row.tokens.input + row.tokens.cacheRead + row.tokens.cacheWrite),
      estimated(row.estimated.output),
      formatCount(row.tokens.output),
      formatCost(row.costUsd),
      formatDuration(row.seconds * 1000),
      formatCount(row.facts),
      row.droppedFacts === 0 ? '' : formatCount(row.droppedFacts),
      row.error?.code ?? '',
    ])
  const heads = [
    'Chunk',
    'Pages',
    'State',
    'Estimate',
    'Input',
    'Estimate',
    'Output',
    'Cost',
    'Time',
    'Facts',
    'Dropped',
    'Error',
  ]
  const lines = formatTable(
    heads.map((head, i) => (i === 1 || i === 2 || i === 10 ? { head } : { head, right: true as const })),
    rows,
  )
  const more = chunks.length - SHOWN_CHUNKS
  return more > 0 ? [...lines, `and ${counted(more, 'more chunk')}; all: --json`] : lines
}
