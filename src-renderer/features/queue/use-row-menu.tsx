import { useState, type ReactNode } from 'react'
import type { QueueRow } from '../../../src-shared/contract/schemas.ts'
import { useClient } from '../../state/client-context.ts'
import { navigate } from '../../state/route.ts'
import { useCopies } from '../../state/use-copies.ts'
import { useRun } from '../../state/use-run.ts'
import { AlertDialog } from '../../ui/alert-dialog.tsx'
import { formatNumberOf } from '../../ui/format/numbers.ts'
import type { MenuGroups, MenuItem } from '../../ui/menu.tsx'
import { notify } from '../../ui/toaster.tsx'
import { cancel, discard, lossOf, remove, retry, retryLabel, rowActions } from './row-actions.ts'

export interface RowMenu {
  groups: MenuGroups
  /** The question before a removal; it is drawn beside the table. */
  dialog: ReactNode
  askToRemove: () => void
}

/** What can be done with the chosen rows, for the context menu, the bar above the table and the keyboard. */
export function useRowMenu(rows: readonly QueueRow[]): RowMenu {
  const client = useClient()
  const run = useRun()
  /** The rows as they were when a person asked: what is confirmed is what is done. */
  const [removing, setRemoving] = useState<readonly QueueRow[]>([])
  const copies = useCopies(removing.length > 0 ? Math.min(...removing.map((row) => row.addedAt)) : null)
  const actions = rowActions(rows)
  const item = (list: readonly QueueRow[], entry: MenuItem): MenuItem[] => (list.length > 0 ? [entry] : [])
  const only = rows.length === 1 ? rows[0] : undefined
  const askToRemove = () => setRemoving(rows)
  const groups = [
    only
      ? [
          {
            label: 'Open the report',
            icon: 'file' as const,
            keys: 'Enter',
            onSelect: () => navigate({ screen: 'document', id: only.id }),
          },
        ]
      : [],
    [
      ...item(actions.retry, {
        label: retryLabel('Retry', actions.retry, 'document'),
        icon: 'retry',
        onSelect: () => run(async () => retry(client, actions.retry, false)),
      }),
      ...item(actions.gaps, {
        label: retryLabel('Retry the gaps', actions.gaps, 'gaps'),
        icon: 'retry',
        onSelect: () => run(async () => retry(client, actions.gaps, true)),
      }),
      ...item(actions.discard, {
        label: actions.discard.length > 1 ? `Discard ${actions.discard.length}` : 'Discard what was lost',
        icon: 'check',
        onSelect: () => run(async () => discard(client, actions.discard)),
      }),
      ...item(actions.cancel, {
        label: actions.cancel.length > 1 ? `Cancel ${actions.cancel.length}` : 'Cancel',
        icon: 'cross',
        onSelect: () => run(async () => cancel(client, actions.cancel)),
      }),
    ],
    item(actions.remove, {
      label: actions.remove.length > 1 ? `Remove ${actions.remove.length}…` : 'Remove…',
      icon: 'trash',
      keys: 'Del',
      danger: true,
      onSelect: askToRemove,
    }),
  ]
  const what = removing.length === 1 ? `“${removing[0]?.name}”` : formatNumberOf(removing.length, 'document')
  return {
    groups,
    askToRemove,
    dialog: (
      <AlertDialog
        open={removing.length > 0}
        onOpenChange={(open) => !open && setRemoving([])}
        title={`Remove ${removing.length === 1 ? 'this document' : what}?`}
        about={
          <>
            {removing.length === 1 && <p className="mb-2 break-words text-ink">{what}</p>}
            {removing.length > 0 && <p>{lossOf(removing)}</p>}
            {copies !== '' && <p className="mt-2 break-words">{copies}</p>}
          </>
        }
        action={removing.length === 1 ? 'Remove' : `Remove ${removing.length}`}
        danger
        onAction={() =>
          run(async () => {
            await remove(client, removing)
            notify(`${formatNumberOf(removing.length, 'document')} removed`)
          })
        }
      />
    ),
  }
}
