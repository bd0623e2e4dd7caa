import { useState, type ReactNode } from 'react'
import type { Letter } from '../../../src-shared/contract/schemas.ts'
import { useClient } from '../../state/client-context.ts'
import { useRun } from '../../state/use-run.ts'
import { AlertDialog } from '../../ui/alert-dialog.tsx'
import { Button } from '../../ui/button.tsx'
import { formatCount, formatNumberOf } from '../../ui/format/numbers.ts'
import { notify } from '../../ui/toaster.tsx'
import { priceText } from '../document/document-words.ts'
import { discardAll, priceUsd, retryAll } from './letter-actions.ts'

interface LettersHeadProps {
  letters: readonly Letter[]
  total: number
  discarded: boolean
  /** The choice between those that wait and those that were discarded. */
  children: ReactNode
}

const WAITING = 'the queue went on without them; what the model answered is kept'
const DISCARDED = 'nothing more is wanted of them; their reports still count them'

/** What the list is of, and what can be done with all of it. */
export function LettersHead({ letters, total, discarded, children }: LettersHeadProps) {
  const client = useClient()
  const run = useRun()
  const [asking, setAsking] = useState(false)
  const many = formatNumberOf(total, 'dead letter')
  return (
    <div className="flex h-11 shrink-0 items-center gap-3 border-b border-line px-5">
      <h2 className="shrink-0 font-head">Dead letters</h2>
      <span className="min-w-0 grow truncate text-12 text-ink-3">{total > 0 && (discarded ? DISCARDED : WAITING)}</span>
      {children}
      {total > 1 && !discarded && (
        <Button size="small" look="quiet" onClick={() => setAsking(true)}>
          Discard all…
        </Button>
      )}
      {total > 1 && (
        <Button
          size="small"
          icon="retry"
          onClick={() =>
            run(async () => {
              await retryAll(client, discarded)
              notify(`${many} tried again`)
            })
          }
        >
          Retry all {formatCount(total)}
          {priceText(priceUsd(letters, total))}
        </Button>
      )}
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Discard ${many}?`}
        about="Nothing more is wanted of them: they wait no longer, and a retry of all leaves them alone. Their reports still count what was lost, and each can be retried later."
        action={`Discard ${formatCount(total)}`}
        danger
        onAction={() =>
          run(async () => {
            await discardAll(client)
            notify(`${many} discarded`)
          })
        }
      />
    </div>
  )
}
