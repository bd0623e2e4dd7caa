import { useClient } from '../../state/client-context.ts'
import { navigate } from '../../state/route.ts'
import { useCopies } from '../../state/use-copies.ts'
import { useRun } from '../../state/use-run.ts'
import { AlertDialog } from '../../ui/alert-dialog.tsx'
import { formatMoney } from '../../ui/format/money.ts'
import { formatNumberOf } from '../../ui/format/numbers.ts'
import { notify } from '../../ui/toaster.tsx'
import type { DocumentDetail } from './chunk-rows.ts'

interface RemoveDialogProps {
  document: DocumentDetail
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Says what is lost and what is not, before a document leaves. */
export function RemoveDialog({ document, open, onOpenChange }: RemoveDialogProps) {
  const client = useClient()
  const run = useRun()
  const copies = useCopies(open ? document.addedAt : null)
  const facts = document.chunkRows.reduce((sum, chunk) => sum + chunk.facts, 0)
  const remove = async () => {
    const { name } = await client.call('documents.delete', { document: document.id })
    notify(`${name} was removed.`)
    navigate({ screen: 'queue' })
  }
  return (
    <AlertDialog
      open={open}
      onOpenChange={onOpenChange}
      title="Remove this document?"
      action="Remove"
      cancel="Keep it"
      danger
      onAction={() => run(remove)}
      about={
        <>
          <p className="break-words">
            <b className="font-strong text-ink">{document.name}</b> leaves the list and the graph, with its text, what
            the model answered, {formatNumberOf(document.chunks.total, 'chunk')} and {formatNumberOf(facts, 'fact')}.
            What another document has too stays.
          </p>
          <p className="mt-2">
            Your own file is not touched.{' '}
            {document.costUsd > 0 &&
              `The ledger keeps what was paid for it (${formatMoney(document.costUsd)}); added again, it would be paid again.`}
          </p>
          {copies !== '' && <p className="mt-2 break-words">{copies}</p>}
        </>
      }
    />
  )
}
