import type { ErrorCode } from '../../../src-shared/contract/errors.ts'
import { COMMAND, counted } from './wording.ts'

interface Asked {
  /** Only what completed documents had lost was to be retried. */
  gaps: boolean
  /** Of it the gap with this code alone. */
  gap?: ErrorCode | undefined
  /** Of one document one chunk, from 0, or one page. */
  chunk?: number | undefined
  page?: number | undefined
  /** Only what was discarded. */
  discarded?: boolean
  /** Documents that have gaps, of those that were meant. */
  withGaps: number
}

/** What `retry` brought back, or why nothing, and what to type next. */
export function retryLines(documents: number, { gaps, gap, chunk, page, discarded, withGaps }: Asked): string[] {
  if (documents > 0)
    return [`${counted(documents, 'document')} back in the queue.`, `Work on them with: ${COMMAND} ingest`]
  if (chunk !== undefined) return [`Chunk ${chunk + 1} of it is not lost.`]
  if (page !== undefined) return [`Page ${page} of it is not lost.`]
  if (discarded) return ['Nothing of that was discarded.']
  if (gap) return [`Nothing has a gap with the code ${gap}.`]
  if (gaps) return ['Nothing has gaps.']
  if (withGaps === 0) return ['Nothing has failed.']
  const who = `${counted(withGaps, 'document')} ${withGaps === 1 ? 'has' : 'have'} gaps`
  return [`Nothing has failed, but ${who}. Try those again with: ${COMMAND} retry --gaps`]
}
