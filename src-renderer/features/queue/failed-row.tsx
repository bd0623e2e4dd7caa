import type { QueueRow } from '../../../src-shared/contract/schemas.ts'
import { useApp } from '../../state/app-store.ts'
import { useClient } from '../../state/client-context.ts'
import { remedyLink } from '../../state/remedies.ts'
import { navigate } from '../../state/route.ts'
import { useRun } from '../../state/use-run.ts'
import { Button } from '../../ui/button.tsx'
import { formatBytes } from '../../ui/format/bytes.ts'
import { formatNumberOf } from '../../ui/format/numbers.ts'
import { sentence } from '../../ui/format/sentence.ts'
import { Mark } from '../../ui/mark.tsx'
import { MiddleEllipsis } from '../../ui/middle-ellipsis.tsx'
import { discard, retry, retryLabel } from './row-actions.ts'

/** A document that failed: what is wrong, what to do, and the buttons that do it. */
export function FailedRowCells({ id }: { id: string }) {
  const row = useApp((state) => state.rows.get(id))
  if (row === undefined) return null
  const pages = row.pages === null ? 'pages not known' : formatNumberOf(row.pages, 'page')
  return (
    <div
      role="presentation"
      className="grid h-full grid-cols-[14px_minmax(0,340px)_minmax(0,1fr)_auto] min-[1600px]:grid-cols-[14px_minmax(0,520px)_minmax(0,1fr)_auto] items-center gap-x-3 px-5"
    >
      <div role="gridcell">
        <Mark name="failed" label="failed" />
      </div>
      <div role="gridcell" className="min-w-0">
        <MiddleEllipsis name={row.name} className="font-strong" />
        <div className="truncate text-12 text-ink-3">
          {formatBytes(row.bytes)} · {pages}
          {row.letters === 0 && ' · discarded'}
        </div>
      </div>
      <div role="gridcell" className="min-w-0">
        {row.error && <Reason error={row.error} />}
      </div>
      <div role="gridcell" className="flex items-center gap-1.5">
        <Remedies row={row} />
      </div>
    </div>
  )
}

function Reason({ error: { code, message, remedy } }: { error: NonNullable<QueueRow['error']> }) {
  return (
    <>
      <div className="truncate" title={message}>
        {sentence(message)}
      </div>
      <div className="truncate text-12 text-ink-2" title={remedy}>
        {remedy} <code className="ml-1 text-ink-3">{code}</code>
      </div>
    </>
  )
}

function Remedies({ row }: { row: QueueRow }) {
  const client = useClient()
  const run = useRun()
  const link = row.error === null ? null : remedyLink(row.error.code)
  return (
    <>
      {link !== null && (
        <Button size="small" onClick={() => navigate(link.route)}>
          {link.label}
        </Button>
      )}
      <Button size="small" icon="retry" onClick={() => run(async () => retry(client, [row], false))}>
        {retryLabel('Retry', [row], 'document')}
      </Button>
      <Button size="small" look="quiet" onClick={() => navigate({ screen: 'document', id: row.id })}>
        Report
      </Button>
      {row.letters > 0 && (
        <Button size="small" look="quiet" onClick={() => run(async () => discard(client, [row]))}>
          Discard
        </Button>
      )}
    </>
  )
}
