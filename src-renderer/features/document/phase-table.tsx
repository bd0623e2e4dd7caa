import { PHASE_NAMES } from '../../../src-shared/model/phase.ts'
import { promptTokens } from '../../../src-shared/model/usage.ts'
import { formatTook } from '../../ui/format/durations.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { formatCount } from '../../ui/format/numbers.ts'
import { Mark } from '../../ui/mark.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Cell, HeadCell, Table } from '../../ui/table.tsx'
import type { DocumentDetail } from './chunk-rows.ts'
import { JOB_WORDS, partsText } from './document-words.ts'

type PhaseRow = DocumentDetail['phases'][number]
const PAID_COLUMNS = 7

/** What each phase did and cost; only the graph phase calls the API. */
export function PhaseTable({ document }: { document: DocumentDetail }) {
  return (
    <Panel className="overflow-x-auto" aria-label="Phases">
      {/* As high as the list of gaps beside it. */}
      <Table className="h-full">
        <thead>
          <tr>
            <HeadCell>Phase</HeadCell>
            <HeadCell number>Parts</HeadCell>
            <HeadCell number>Input, est.</HeadCell>
            <HeadCell number>billed</HeadCell>
            <HeadCell number>cached</HeadCell>
            <HeadCell number>Output</HeadCell>
            <HeadCell number>Calls</HeadCell>
            <HeadCell number>Reused</HeadCell>
            <HeadCell number>Cost</HeadCell>
            <HeadCell number>Time</HeadCell>
          </tr>
        </thead>
        <tbody>
          {document.phases.map((row) => (
            <PhaseLine key={row.phase} row={row} document={document} />
          ))}
        </tbody>
        <tfoot>
          <tr className="bg-hover font-strong">
            <Cell className="border-b-0">Total</Cell>
            <Cell className="border-b-0" />
            <PaidCells document={document} last />
            <Cell number className="border-b-0">
              {formatTook(document.seconds * 1000)}
            </Cell>
          </tr>
        </tfoot>
      </Table>
    </Panel>
  )
}

function PhaseLine({ row, document }: { row: PhaseRow; document: DocumentDetail }) {
  const words = JOB_WORDS[row.status]
  return (
    <tr>
      <Cell className="whitespace-nowrap">
        <span className="flex items-center gap-1.5 font-strong">
          {PHASE_NAMES[row.phase]}
          {row.status !== 'completed' && <Mark name={words.mark} label={words.text} />}
        </span>
      </Cell>
      <Cell number>
        {row.parts === 0 && row.status !== 'completed' ? (
          <Nothing>{words.text}</Nothing>
        ) : (
          partsText(row.phase, row.parts)
        )}
      </Cell>
      {row.phase === 'kg_ingest' ? (
        <PaidCells document={document} />
      ) : (
        Array.from({ length: PAID_COLUMNS }, (_, i) => (
          <Cell number key={i}>
            <Nothing>–</Nothing>
          </Cell>
        ))
      )}
      <Cell number>{row.startedAt === null ? <Nothing>–</Nothing> : formatTook(row.seconds * 1000)}</Cell>
    </tr>
  )
}

function PaidCells({ document, last = false }: { document: DocumentDetail; last?: boolean }) {
  const { estimate, tokens, calls, costUsd } = document
  const className = last ? 'border-b-0' : ''
  const figures = [
    estimate === null ? '–' : formatCount(estimate.input),
    formatCount(promptTokens(tokens)),
    formatCount(tokens.cacheRead),
    formatCount(tokens.output),
    formatCount(calls.answered + calls.refused + calls.unknown),
    formatCount(calls.reused),
    formatMoney(costUsd),
  ]
  return figures.map((figure, i) => (
    <Cell number className={className} key={i}>
      {figure}
    </Cell>
  ))
}

function Nothing({ children }: { children: string }) {
  return <span className="font-text text-ink-3">{children}</span>
}
