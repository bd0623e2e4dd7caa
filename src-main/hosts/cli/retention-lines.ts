import type { CommandOutput } from '../../../src-shared/contract/commands.ts'
import { megabytes } from './backup-line.ts'
import { COMMAND, counted, formatCost, formatCount, utcMinute } from './wording.ts'

type Retention = CommandOutput<'retention.get'>

/** "answers are kept for ever", "stored copies for 30 days: 3 are older". */
export function keptText({ answers, files }: Retention): string {
  return `answers are kept ${forDays(answers.days)}${olderText(answers.answers, againText(answers))}, stored copies of complete documents ${forDays(files.days)}${olderText(files.files, megabytes(files.bytes))}`
}

/** What was removed so far; empty where nothing was. */
export function removedText({ removed }: Retention): string {
  const { answers, costUsd, files, bytes } = removed
  const parts = [
    answers > 0 && `${counted(answers, 'answer')} that cost ${formatCost(costUsd)}`,
    files > 0 && `${counted(files, 'stored copy', 'stored copies')} (${megabytes(bytes)})`,
  ].filter((part) => part !== false)
  return parts.length === 0 ? '' : `removed so far: ${parts.join(', ')}`
}

/** After one of the two settings was changed: what it will remove, and how to take it back. */
export function noticeLines(name: 'keepAnswersDays' | 'keepFilesDays', { answers, files }: Retention): string[] {
  const isAnswers = name === 'keepAnswersDays'
  const [days, older] = isAnswers ? [answers.days, answers.answers] : [files.days, files.files]
  if (days === 0) return []
  if (older === 0) return ['Nothing is older now.']
  const what = isAnswers
    ? `${counted(older, 'answer')} ${older === 1 ? 'is' : 'are'} older: ${againText(answers)}.`
    : `${counted(older, 'stored copy', 'stored copies')} ${older === 1 ? 'is' : 'are'} older (${megabytes(files.bytes)}): pages are shown again when the same file is added again.`
  return [
    `${what} Removed while Sluice works, in half an hour at the earliest.`,
    `Until then this takes it back: ${COMMAND} config unset ${name}`,
  ]
}

/** What a document lacks, since when, and what having it again takes. */
export function missingLines({
  fileRemovedAt,
  removedAnswers,
}: Pick<CommandOutput<'report.document'>, 'fileRemovedAt' | 'removedAnswers'>): string[] {
  const file =
    fileRemovedAt === null
      ? []
      : [`Original   removed on ${utcMinute(fileRemovedAt)}; add the same file again to see its pages`]
  if (removedAnswers === null) return file
  const { chunks, at, input, output, costUsd } = removedAnswers
  const price = `≈ ${formatCount(input)} input · ≈ ${formatCount(output)} output · ≈ ${formatCost(costUsd)}`
  return [...file, `Answers    of ${counted(chunks, 'chunk')} removed on ${utcMinute(at)}; asked again: ${price}`]
}

function forDays(days: number): string {
  return days === 0 ? 'for ever' : `for ${counted(days, 'day')}`
}

function olderText(older: number, more: string): string {
  return older === 0 ? '' : ` (${formatCount(older)} older: ${more})`
}

function againText({ costUsd, input, output }: Retention['answers']): string {
  return `asked again, the same texts would cost ${formatCost(costUsd)}, ${formatCount(input)} input and ${formatCount(output)} output tokens`
}
