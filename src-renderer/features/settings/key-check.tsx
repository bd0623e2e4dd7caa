import type { CommandOutput } from '../../../src-shared/contract/commands.ts'
import type { ErrorInfo } from '../../../src-shared/contract/errors.ts'
import { formatClock } from '../../ui/format/clock.ts'
import { formatCount } from '../../ui/format/numbers.ts'
import { Mark } from '../../ui/mark.tsx'
import { ErrorNote } from '../../ui/notes.tsx'

type KeyAnswer = CommandOutput<'key.check'>

export type Checked =
  | { state: 'none' }
  | { state: 'asking' }
  | { state: 'answered'; at: number; answer: KeyAnswer }
  | { state: 'failed'; error: ErrorInfo }

/** What the API said to the key: asked for, free, and never guessed. */
export function KeyCheck({ checked }: { checked: Checked }) {
  if (checked.state === 'none') return null
  if (checked.state === 'asking') {
    return (
      <p role="status" className="mt-2 text-12 text-ink-3">
        Asking the API…
      </p>
    )
  }
  const error = checked.state === 'failed' ? checked.error : checked.answer.error
  if (error) {
    return (
      <div className="mt-2">
        <ErrorNote error={error} />
      </div>
    )
  }
  if (checked.state === 'failed') return null
  const limits = limitsText(checked.answer.limits)
  return (
    <p role="status" className="words mt-2 flex items-center gap-1.5 text-12 text-ok">
      <Mark name="completed" />
      <span>
        accepted {formatClock(checked.at, { now: checked.at })} for {checked.answer.model}
        {limits && <span className="text-ink-2"> · {limits}</span>}
      </span>
    </p>
  )
}

/** "50 requests, 50,000 input and 10,000 output tokens a minute"; empty where the API named none. */
function limitsText({ requests, input, output }: KeyAnswer['limits']): string {
  const parts = [
    requests === null ? null : `${formatCount(requests)} requests`,
    input === null ? null : `${formatCount(input)} input tokens`,
    output === null ? null : `${formatCount(output)} output tokens`,
  ].filter((part) => part !== null)
  return parts.length === 0 ? '' : `${parts.join(', ')} a minute`
}
