import { billedInput } from '../../../src-shared/model/estimate-quality.ts'
import type { ChunkRow, DocumentDetail } from './chunk-rows.ts'

type Cell = string | number | null

const COLUMNS = [
  'row',
  'chunk',
  'pages',
  'headings',
  'state',
  'input_estimated',
  'input_billed',
  'input_cached',
  'cache_written',
  'output_estimated',
  'output_billed',
  'calls_answered',
  'calls_refused',
  'calls_unknown',
  'reused',
  'repairs',
  'cost_usd',
  'spoilt_usd',
  'seconds',
  'facts',
  'facts_dropped',
  'error_code',
  'error',
] as const

type Row = Partial<Record<(typeof COLUMNS)[number], Cell>>

/**
 * The token report as CSV (RFC 4180, UTF-8): a row a chunk, then the phases and the total, told apart by the first
 * column. `input_billed` is the whole prompt, of which `input_cached` was read from the cache.
 */
export function tokenReportCsv(document: DocumentDetail): string {
  const rows = [...document.chunkRows.map(chunkCells), ...document.phases.map(phaseCells), totalCells(document)]
  return [COLUMNS.join(','), ...rows.map((row) => COLUMNS.map((column) => cell(row[column] ?? null)).join(','))]
    .map((line) => `${line}\r\n`)
    .join('')
}

/** The whole report as the engine gives it, the same objects as `report DOC --json`. */
export function tokenReportJson(document: DocumentDetail): string {
  return `${JSON.stringify(document, null, 2)}\n`
}

/** "report.tokens.csv" beside "report.pdf". */
export function reportFileName(name: string, extension: 'csv' | 'json'): string {
  return `${name.replace(/\.[a-z0-9]{1,5}$/i, '')}.tokens.${extension}`
}

function chunkCells(chunk: ChunkRow): Row {
  return {
    row: 'chunk',
    chunk: chunk.ordinal + 1,
    pages: chunk.pages.join(' '),
    headings: chunk.headings.join(' > '),
    state: chunk.state,
    input_estimated: chunk.estimated.input,
    input_billed: billedInput(chunk),
    output_estimated: chunk.estimated.output,
    ...spentCells(chunk),
    repairs: chunk.repairs,
    facts: chunk.facts,
    facts_dropped: chunk.droppedFacts,
    error_code: chunk.error?.code ?? null,
    error: chunk.error?.message ?? null,
  }
}

function phaseCells({ phase, status, seconds, error }: DocumentDetail['phases'][number]): Row {
  return { row: phase, state: status, seconds, error_code: error?.code ?? null, error: error?.message ?? null }
}

function totalCells(document: DocumentDetail): Row {
  const { input, cacheRead, cacheWrite } = document.tokens
  return {
    row: 'total',
    state: document.state,
    input_estimated: document.estimate?.input ?? null,
    input_billed: input + cacheRead + cacheWrite,
    output_estimated: document.estimate?.output ?? null,
    ...spentCells(document),
    error_code: document.error?.code ?? null,
    error: document.error?.message ?? null,
  }
}

function spentCells({
  tokens,
  calls,
  costUsd,
  spoiltUsd,
  seconds,
}: Pick<ChunkRow, 'tokens' | 'calls' | 'costUsd' | 'spoiltUsd' | 'seconds'>): Row {
  return {
    input_cached: tokens.cacheRead,
    cache_written: tokens.cacheWrite,
    output_billed: tokens.output,
    calls_answered: calls.answered,
    calls_refused: calls.refused,
    calls_unknown: calls.unknown,
    reused: calls.reused,
    cost_usd: costUsd,
    spoilt_usd: spoiltUsd,
    seconds,
  }
}

/** A text that begins like a formula gets an apostrophe: headings and names are a document's own words, and spreadsheets run them. */
function cell(value: Cell): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
