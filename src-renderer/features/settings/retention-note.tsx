import type { CommandOutput, SettingRow } from '../../../src-shared/contract/commands.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { formatBytes } from '../../ui/format/bytes.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { formatCount, formatNumberOf } from '../../ui/format/numbers.ts'

type Retention = CommandOutput<'retention.get'>

/** Beside what is kept for a time only: what the value will remove, and what having it again takes. */
export function RetentionNote({ row }: { row: SettingRow }) {
  const { data } = useAnswer('retention.get', {}, row.value)
  const text = data && retentionText(row.name, data)
  if (!text) return null
  return (
    <p role="status" className="mt-1.5 text-12 text-waiting">
      {text}
    </p>
  )
}

export function isRetention(name: string): boolean {
  return name === 'keepAnswersDays' || name === 'keepFilesDays'
}

/** Null where nothing is older. */
export function retentionText(name: string, { answers, files }: Retention): string | null {
  const goes = 'Removed while Sluice works, in half an hour at the earliest.'
  if (name === 'keepAnswersDays' && answers.answers > 0) {
    const tokens = `${formatCount(answers.input)} input and ${formatCount(answers.output)} output tokens`
    return `${formatNumberOf(answers.answers, 'answer is', 'answers are')} older. ${goes} Asked again, the same texts would cost ${formatMoney(answers.costUsd)}: ${tokens}.`
  }
  if (name === 'keepFilesDays' && files.files > 0) {
    return `${formatNumberOf(files.files, 'stored copy is', 'stored copies are')} older, ${formatBytes(files.bytes)}. ${goes} Pages are shown again when the same file is added again.`
  }
  return null
}
