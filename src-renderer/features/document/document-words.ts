import type { DocumentReport } from '../../../src-shared/contract/schemas.ts'
import type { PageState } from '../../../src-shared/model/document.ts'
import type { JobStatus, Phase } from '../../../src-shared/model/phase.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { formatCount, formatNumberOf } from '../../ui/format/numbers.ts'
import type { MarkName } from '../../ui/mark.tsx'
import type { Tone } from '../../ui/tag.tsx'

const PART_UNITS: Record<Phase, string> = {
  ingestion: 'file',
  extraction: 'page',
  chunking: 'chunk',
  kg_ingest: 'chunk',
}

export function partsText(phase: Phase, parts: number): string {
  return formatNumberOf(parts, PART_UNITS[phase])
}

/** Where a job stands when it has not completed. */
export const JOB_WORDS: Record<JobStatus, { text: string; mark: MarkName }> = {
  pending: { text: 'waits', mark: 'waiting' },
  processing: { text: 'at work', mark: 'working' },
  completed: { text: 'completed', mark: 'completed' },
  failed: { text: 'failed', mark: 'failed' },
  dead: { text: 'gave up', mark: 'failed' },
  cancelled: { text: 'cancelled', mark: 'cancelled' },
}

export const PAGE_STATE_WORDS: Record<PageState, string> = {
  text: 'text',
  empty: 'empty',
  scanned: 'scanned',
  recognised: 'recognised',
  failed: 'failed',
}

interface StateWords {
  text: string
  tone: Tone
  mark: MarkName
}

const STATE_WORDS: Record<DocumentReport['state'], StateWords> = {
  queued: { text: 'queued', tone: 'neutral', mark: 'waiting' },
  processing: { text: 'at work', tone: 'accent', mark: 'working' },
  waiting: { text: 'waits', tone: 'neutral', mark: 'waiting' },
  completed: { text: 'completed', tone: 'ok', mark: 'completed' },
  failed: { text: 'failed', tone: 'failed', mark: 'failed' },
  cancelled: { text: 'cancelled', tone: 'neutral', mark: 'cancelled' },
}

/** The state of a document as a tag; what is completed with gaps is not simply completed. */
export function stateWords({
  state,
  gaps,
  discarded,
}: Pick<DocumentReport, 'state' | 'gaps' | 'discarded'>): StateWords {
  if (state === 'failed' && discarded) return { ...STATE_WORDS.failed, text: 'failed, discarded' }
  if (state !== 'completed' || gaps.length === 0) return STATE_WORDS[state]
  const text = `completed, ${formatNumberOf(gaps.length, 'gap')}`
  if (gaps.every((gap) => gap.discarded))
    return { ...STATE_WORDS.completed, text: `${text} discarded`, tone: 'neutral' }
  return { text, tone: 'waiting', mark: 'gap' }
}

export function isEnded(state: DocumentReport['state']): boolean {
  return state === 'completed' || state === 'failed' || state === 'cancelled'
}

/** Whether something of it waits for a person. */
export function needsSomebody({
  state,
  gaps,
  discarded,
}: Pick<DocumentReport, 'state' | 'gaps' | 'discarded'>): boolean {
  return state === 'failed' ? !discarded : state === 'completed' && gaps.some((gap) => !gap.discarded)
}

type Coverage = Pick<DocumentReport, 'pages' | 'coverage' | 'gaps' | 'state'>

/** "412 of 412 pages counted, 7 in gaps". */
export function coverageText({ pages, coverage, gaps, state }: Coverage): string {
  const counted = Object.values(coverage).reduce((sum, n) => sum + n, 0)
  if (counted === 0 && isEnded(state)) return 'no page was counted: it ended before'
  if (counted === 0 && pages === null) return 'pages are counted when the file has been opened'
  const lost = new Set(gaps.flatMap((gap) => gap.pages)).size
  const all =
    pages === null ? formatNumberOf(counted, 'page') : `${formatCount(counted)} of ${formatNumberOf(pages, 'page')}`
  return `${all} counted${lost === 0 ? '' : `, ${formatCount(lost)} in gaps`}`
}

/** What the report says of answers that were of no use, though a repair may have mended their chunks; null without. */
export function spoiltText({ spoiltUsd }: Pick<DocumentReport, 'spoiltUsd'>): string | null {
  return spoiltUsd === 0 ? null : `${formatMoney(spoiltUsd)} for answers of no use`
}

/** Behind the name of what is paid for. */
export function priceText(costUsd: number | null): string {
  if (costUsd === null) return ''
  return costUsd === 0 ? ', free' : `, ≈ ${formatMoney(costUsd)}`
}
