import { COMMAND, counted } from './wording.ts'

interface Asked {
  /** Only what completed documents had lost was to be retried. */
  gaps: boolean
  /** Documents that have gaps, of those that were meant. */
  withGaps: number
}

/** What `retry` brought back, or why nothing, and what to type next. */
export function retryLines(documents: number, { gaps, withGaps }: Asked): string[] {
  if (documents > 0)
    return [`${counted(documents, 'document')} back in the queue.`, `Work on them with: ${COMMAND} ingest`]
  if (gaps) return ['Nothing has gaps.']
  if (withGaps === 0) return ['Nothing has failed.']
  const who = `${counted(withGaps, 'document')} ${withGaps === 1 ? 'has' : 'have'} gaps`
  return [`Nothing has failed, but ${who}. Try those again with: ${COMMAND} retry --gaps`]
}
