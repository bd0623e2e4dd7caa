import type { Progress, TokenWindow } from '../../src-shared/contract/events.ts'
import type { QueueRow } from '../../src-shared/contract/schemas.ts'
import { PHASE_NAMES, PHASES } from '../../src-shared/model/phase.ts'
import { formatClock } from '../ui/format/clock.ts'
import { formatCount, formatNumberOf } from '../ui/format/numbers.ts'
import { sentence } from '../ui/format/sentence.ts'
import type { MarkName } from '../ui/mark.tsx'
import type { Tone } from '../ui/tag.tsx'
import type { AppState } from './app-store.ts'
import { isPacing, shortError, waitText } from './wait-text.ts'

export interface RowContext {
  progress: Progress | null
  window: TokenWindow | null
  paused: AppState['paused']
  /** Whether a document is being read at the moment. */
  reading: boolean
  /** How many documents stand before it in the queue. */
  ahead: number
  now: number
}

/** What a document does now or waits for: one line, and one of detail. */
export interface RowText {
  mark: MarkName
  tone: Tone
  main: string
  detail: string
  /** All that there is to say, where `main` is but its name. */
  whole?: string
}

export function rowText(row: QueueRow, context: RowContext): RowText {
  const stopped = endedText(row, context.now) ?? stoppedText(row, context)
  if (stopped !== null) return stopped
  const text = graphText(row, context) ?? readingText(row, context)
  return row.id === context.paused.finishing ? { ...text, detail: 'then the queue pauses' } : text
}

function endedText(row: QueueRow, now: number): RowText | null {
  const at = row.endedAt === null ? '' : `ended ${formatClock(row.endedAt, { now })}`
  // In part where a model was paid for it.
  const offline = row.provider === 'offline' ? `, ${row.costUsd === 0 ? '' : 'in part '}without a model` : ''
  if (row.state === 'failed') {
    const known = row.letters === 0
    const tone = known ? 'neutral' : 'failed'
    const detail = [at, known ? 'discarded' : ''].filter((part) => part !== '').join(', ')
    if (row.error === null) return { mark: 'failed', tone, main: 'failed', detail }
    const { code, message, remedy } = row.error
    return { mark: 'failed', tone, main: shortError(code), detail, whole: `${sentence(message)} ${remedy}` }
  }
  if (row.state === 'cancelled') return { mark: 'cancelled', tone: 'neutral', main: 'cancelled', detail: at }
  if (row.state !== 'completed') return null
  if (row.gaps === 0) return { mark: 'completed', tone: 'neutral', main: 'completed', detail: at + offline }
  const main = `completed, ${formatNumberOf(row.gaps, 'gap')}`
  if (row.letters > 0) return { mark: 'gap', tone: 'waiting', main, detail: at + offline }
  return { mark: 'completed', tone: 'neutral', main: `${main} discarded`, detail: at + offline }
}

function stoppedText(row: QueueRow, { paused, window }: RowContext): RowText | null {
  const flying = window?.callsInFlight ?? 0
  if (paused.all && paused.finishing !== row.id) {
    const landing = row.phase === 'kg_ingest' && row.state === 'processing' && flying > 0
    const detail = landing ? `${formatNumberOf(flying, 'call')} in flight will land` : 'until you resume'
    return { mark: 'paused', tone: 'paused', main: 'paused', detail }
  }
  if (row.phase === null || !paused.phases.includes(row.phase)) return null
  return { mark: 'paused', tone: 'paused', main: `${PHASE_NAMES[row.phase]} is paused`, detail: 'until you resume' }
}

/** The document whose chunks are asked, and those that stand ready behind it. */
function graphText(row: QueueRow, { progress, window, ahead, now }: RowContext): RowText | null {
  const current = progress?.current?.documentId === row.id
  const asking = current && row.phases.kg_ingest === 'processing'
  if (asking) {
    const flying = window?.callsInFlight ?? 0
    const reason = progress.waitReason
    const detail = flying > 0 ? `${formatNumberOf(flying, 'call')} in flight` : 'no call in flight'
    if (reason === null) {
      const { completed, failed, cancelled, total } = row.chunks
      const chunk = `chunk ${formatCount(Math.min(total, completed + failed + cancelled + 1))}`
      return row.provider === 'offline'
        ? { mark: 'working', tone: 'accent', main: `finding names in ${chunk}`, detail: 'on this computer' }
        : { mark: 'working', tone: 'accent', main: `asking ${chunk}`, detail }
    }
    const main = waitText(reason, now)
    if (isPacing(reason)) return { mark: 'working', tone: 'accent', main, detail }
    return { mark: 'held', tone: 'waiting', main, detail: `since ${formatClock(reason.since, { now })}, ${detail}` }
  }
  if (row.phases.chunking !== 'completed') return null
  const detail = ahead === 0 ? 'ready' : `ready, ${formatNumberOf(ahead, 'document')} before it`
  return { mark: 'waiting', tone: 'neutral', main: 'its turn', detail }
}

function readingText(row: QueueRow, { ahead, reading: busy }: RowContext): RowText {
  const working = PHASES.find((phase) => row.phases[phase] === 'processing')
  if (working === 'ingestion') {
    return { mark: 'working', tone: 'neutral', main: 'hashing and copying', detail: 'on this computer' }
  }
  if (working === 'extraction' || working === 'chunking') {
    const reading = row.pages === null || row.pagesDone < row.pages
    const main = reading ? `reading page ${formatCount(row.pagesDone + 1)}` : 'cutting into chunks'
    return { mark: 'working', tone: 'neutral', main, detail: 'on this computer' }
  }
  const detail = ahead === 0 ? '' : `${formatNumberOf(ahead, 'document')} before it`
  if (row.phases.ingestion === 'completed' && !busy) {
    return { mark: 'waiting', tone: 'neutral', main: 'back-pressure', detail: 'enough is read ahead' }
  }
  return { mark: 'waiting', tone: 'neutral', main: 'its turn', detail }
}
