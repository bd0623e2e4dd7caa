import type { Activity, Progress } from '../../../src-shared/contract/events.ts'
import { formatDuration } from './durations.ts'
import { plainText } from './output.ts'
import { counted, cutMiddle, formatCost, formatCount } from './wording.ts'

/** Shows how a run goes while it goes. */
export interface ProgressView {
  progress(progress: Progress): void
  activity(activity: Activity): void
  /** Leaves the terminal as it was found. */
  end(): void
}

interface Terminal {
  write(text: string): unknown
  isTTY?: boolean
  columns?: number
}

interface ProgressViewOptions {
  /** No redrawing, whatever the terminal. */
  ci: boolean
  /** Documents that had ended before the run: the run's own are counted from one. */
  endedBefore: number
  now?: () => number
}

/** One redrawn line on a terminal; plain lines elsewhere, and where CI=true. */
export function createProgressView(
  terminal: Terminal,
  { ci, endedBefore, now = Date.now }: ProgressViewOptions,
): ProgressView {
  const line = (progress: Progress, columns: number) => progressLine(sinceStart(progress, endedBefore), columns, now())
  return terminal.isTTY && !ci ? redrawn(terminal, line) : plain(terminal, line, now)
}

const CLEAR = '\r\u001b[2K'

type Line = (progress: Progress, columns: number) => string

function redrawn(terminal: Terminal, line: Line): ProgressView {
  return {
    progress: (progress) => terminal.write(CLEAR + line(progress, terminal.columns ?? 80)),
    activity: ({ text }) => terminal.write(`${CLEAR}${plainText(text)}\n`),
    end: () => terminal.write(CLEAR),
  }
}

/** A log is read later: a line at each change of state, and a sign of life now and then. */
const LINE_EVERY_MS = 5000

function plain(terminal: Terminal, line: Line, now: () => number): ProgressView {
  let said = ''
  let saidAt = Number.NEGATIVE_INFINITY
  return {
    progress(progress) {
      const state = `${progress.state} ${progress.waitReason?.kind === 'service' ? progress.waitReason.text : ''}`
      if (progress.documentsLeft === 0) return
      if (state === said && now() - saidAt < LINE_EVERY_MS) return
      said = state
      saidAt = now()
      terminal.write(`${line(progress, 200)}\n`)
    },
    activity: ({ text }) => void terminal.write(`${plainText(text)}\n`),
    end: () => {},
  }
}

function sinceStart(progress: Progress, endedBefore: number): Progress {
  return { ...progress, documentsEnded: Math.max(0, progress.documentsEnded - endedBefore) }
}

const BAR = 10

/** Position, file, chunks, what it waits for, time left, tokens, cost and pace; the file's name takes what room is left of `columns`. */
export function progressLine(progress: Progress, columns: number, now: number): string {
  const { current, documentsEnded, documentsLeft, waitReason } = progress
  const position = `${formatCount(documentsEnded + (current ? 1 : 0))} of ${formatCount(documentsEnded + documentsLeft)}`
  // What a narrow terminal cuts off stands last.
  const facts = [
    ...(waitReason ? [waitText(waitReason, now)] : progress.state === 'running' ? [] : [progress.state]),
    ...(progress.etaMs === null ? [] : [`≈ ${formatDuration(progress.etaMs)} left`]),
    ...(progress.tokens > 0 ? [`${formatCount(progress.tokens)} tokens`] : []),
    ...(progress.costUsd > 0 ? [formatCost(progress.costUsd)] : []),
    ...(progress.tokensPerMinute > 0 ? [`${formatCount(progress.tokensPerMinute)}/min`] : []),
    ...(progress.utilisationPct > 0 ? [`${Math.round(progress.utilisationPct)} % of the limit`] : []),
  ]
  if (!current) return cutEnd([`[${bar(0)}] ${position}`, ...facts].join(' · '), columns)
  const [done, total, unit] = countedWork(current)
  const tail = [`${formatCount(done)}${total === null ? '' : ` of ${formatCount(total)}`} ${unit}`, ...facts].join(
    ' · ',
  )
  const head = `[${bar(total ? done / total : 0)}] ${position} · `
  const room = Math.max(12, columns - 1 - [...head].length - [...tail].length - 3)
  return cutEnd(`${head}${cutMiddle(plainText(current.name), room)} · ${tail}`, columns)
}

/** Chunks once there are some; pages while only those are known. */
function countedWork(current: NonNullable<Progress['current']>): [number, number | null, string] {
  if (current.chunksTotal > 0) return [current.chunksDone, current.chunksTotal, 'chunks']
  return [current.pagesDone, current.pages, 'pages']
}

function bar(share: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * BAR)
  return '#'.repeat(full) + '-'.repeat(BAR - full)
}

/** "waits for input tokens: 4 s". */
function waitText(reason: NonNullable<Progress['waitReason']>, now: number): string {
  if (reason.until === null || reason.until <= now) return reason.text
  return reason.text.includes(' s') ? reason.text : `${reason.text}: ${formatDuration(reason.until - now)}`
}

function cutEnd(text: string, columns: number): string {
  const letters = [...text]
  return letters.length < columns ? text : `${letters.slice(0, columns - 2).join('')}…`
}

/** "2 documents left in the queue". */
export function leftText(documentsLeft: number): string {
  return `${counted(documentsLeft, 'document')} left in the queue`
}
