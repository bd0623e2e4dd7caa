import { ERRORS, SluiceError } from '../../../src-shared/contract/errors.ts'
import { formatClock } from '../../ui/format/clock.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { formatCount, formatNumberOf } from '../../ui/format/numbers.ts'
import type { DocumentDetail } from './chunk-rows.ts'

/** Why the document's pages cannot be shown; null while its copy is there. */
export function fileRemoved({ name, fileRemovedAt }: DocumentDetail, now: number): SluiceError | null {
  if (fileRemovedAt === null) return null
  const when = formatClock(fileRemovedAt, { now })
  return new SluiceError('file_removed', `expected the stored copy of ${name}; it was removed ${when}`)
}

/** What the report says of it; null while it is there. */
export function fileRemovedText({ fileRemovedAt }: DocumentDetail, now: number): string | null {
  if (fileRemovedAt === null) return null
  return `The stored copy of the file was removed ${formatClock(fileRemovedAt, { now })}. ${ERRORS.file_removed.remedy}`
}

/** What was answered and is kept no longer, and what asking again takes; null where all is kept. */
export function answersRemovedText({ removedAnswers }: DocumentDetail, now: number): string | null {
  if (removedAnswers === null) return null
  const { chunks, at, input, output, costUsd } = removedAnswers
  return `The answers of ${formatNumberOf(chunks, 'chunk')} were removed ${formatClock(at, { now })}. Asked again they would cost ≈ ${formatMoney(costUsd)}: ≈ ${formatCount(input)} input and ≈ ${formatCount(output)} output tokens.`
}
