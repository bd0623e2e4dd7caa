import type { ReactNode } from 'react'
import { shortError } from '../../state/wait-text.ts'
import { formatTook } from '../../ui/format/durations.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { formatCount, formatNumberOf } from '../../ui/format/numbers.ts'
import { formatPages } from '../../ui/format/pages.ts'
import { Mark, type MarkName } from '../../ui/mark.tsx'
import { billedInput, difference } from '../../../src-shared/model/estimate-quality.ts'
import { type ChunkRow, isReused } from './chunk-rows.ts'

interface Column {
  id: string
  label: string
  /** The whole name, where the label needs the one before it to be understood. */
  name: string
  number: boolean
}

export const CHUNK_COLUMNS: readonly Column[] = [
  { id: 'chunk', label: '#', name: 'Chunk', number: true },
  { id: 'pages', label: 'Pages', name: 'Pages', number: false },
  { id: 'heading', label: 'Heading', name: 'Heading', number: false },
  { id: 'input-estimated', label: 'Input, est.', name: 'Input, estimated', number: true },
  { id: 'input-billed', label: 'billed', name: 'Input, billed', number: true },
  { id: 'difference', label: 'difference', name: 'Difference of the bill from the estimate', number: true },
  { id: 'cached', label: 'cached', name: 'Input, cached', number: true },
  { id: 'output-estimated', label: 'Output, est.', name: 'Output, estimated', number: true },
  { id: 'output-billed', label: 'billed', name: 'Output, billed', number: true },
  { id: 'cost', label: 'Cost', name: 'Cost', number: true },
  { id: 'time', label: 'Time', name: 'Time', number: true },
  { id: 'result', label: 'Result', name: 'Result', number: false },
]

/** `asks`: whether a model reads the document; there is no estimate of what nobody asks. */
export function ChunkCells({ chunk, asks }: { chunk: ChunkRow; asks: boolean }) {
  const billed = billedInput(chunk)
  const asked = billed !== null
  const headings = chunk.headings.join(' › ')
  const pages = formatPages(chunk.pages)
  return (
    <>
      <Text className="text-right text-ink-3">{chunk.ordinal + 1}</Text>
      <Text className="truncate" title={pages}>
        {pages}
      </Text>
      <Text className="truncate text-ink-2" title={headings}>
        {headings || <span className="text-ink-3">no heading</span>}
      </Text>
      <Text className="text-right text-ink-3">{figure(asks ? chunk.estimated.input : null)}</Text>
      <Text className="text-right">{figure(billed)}</Text>
      <Text>
        <Difference share={difference(chunk)} />
      </Text>
      <Text className="text-right text-ink-2">{figure(asked ? chunk.tokens.cacheRead : null)}</Text>
      <Text className="text-right text-ink-3">{figure(asks ? chunk.estimated.output : null)}</Text>
      <Text className="text-right">{figure(asked ? chunk.tokens.output : null)}</Text>
      <Text className="text-right">{costText(chunk)}</Text>
      <Text className="text-right">{asked ? formatTook(chunk.seconds * 1000) : '–'}</Text>
      <Text className="flex min-w-0 items-center gap-1.5 text-12" title={chunk.error?.message}>
        <Mark name={resultMark(chunk)} />
        <span className="truncate">{resultText(chunk)}</span>
      </Text>
    </>
  )
}

function Text({ className, title, children }: { className?: string; title?: string | undefined; children: ReactNode }) {
  return (
    <span role="gridcell" className={className} {...(title ? { title } : {})}>
      {children}
    </span>
  )
}

function figure(value: number | null): string {
  return value === null ? '–' : formatCount(value)
}

function costText(chunk: ChunkRow): ReactNode {
  if (isReused(chunk)) return <span className="text-ink-3">free</span>
  return chunk.calls.answered === 0 ? '–' : formatMoney(chunk.costUsd)
}

function resultMark(chunk: ChunkRow): MarkName {
  const marks: Record<ChunkRow['state'], MarkName> = {
    pending: 'waiting',
    completed: 'completed',
    failed: 'gap',
    cancelled: 'cancelled',
  }
  return marks[chunk.state]
}

/** "11 facts", "reused, 8 facts", "17 facts, 1 repair", "model refused". */
export function resultText(chunk: ChunkRow): string {
  if (chunk.state === 'pending') return chunk.calls.unknown > 0 ? 'sent, no answer yet' : 'waits'
  if (chunk.state === 'cancelled') return 'cancelled'
  if (chunk.state === 'failed') return chunk.error ? shortError(chunk.error.code) : 'failed'
  const facts = chunk.facts === 0 ? 'no facts' : formatNumberOf(chunk.facts, 'fact')
  const repairs = chunk.repairs === 0 ? '' : `, ${formatNumberOf(chunk.repairs, 'repair')}`
  const dropped = chunk.droppedFacts === 0 ? '' : `, ${formatCount(chunk.droppedFacts)} dropped`
  return `${isReused(chunk) ? 'reused, ' : ''}${facts}${repairs}${dropped}`
}

/** Ten per cent fill one side of the bar; what is beyond stops there, and the figure says it. */
const FULL_SHARE = 0.1
const SIDE = 24

function Difference({ share }: { share: number | null }) {
  if (share === null) return null
  const length = Math.min(1, Math.abs(share) / FULL_SHARE) * SIDE
  const figure = Math.abs(share * 100).toFixed(1)
  const text = `${figure === '0.0' ? '' : share > 0 ? '+' : '−'}${figure} %`
  return (
    <svg width="84" height="16" viewBox="0 0 84 16" role="img" aria-label={text} className="block">
      <path d="M28 2v12" className="stroke-line-strong" />
      <rect x={share < 0 ? 28 - length : 28} y="5" width={length} height="6" className="fill-water" />
      <text x="84" y="12" textAnchor="end" className="fill-ink-2 text-12">
        {text}
      </text>
    </svg>
  )
}
