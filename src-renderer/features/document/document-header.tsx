import { useState } from 'react'
import { useClient } from '../../state/client-context.ts'
import { navigate } from '../../state/route.ts'
import { useNow } from '../../state/use-now.ts'
import { useRun } from '../../state/use-run.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { formatBytes } from '../../ui/format/bytes.ts'
import { formatClock } from '../../ui/format/clock.ts'
import { formatNumberOf } from '../../ui/format/numbers.ts'
import { Menu } from '../../ui/menu.tsx'
import { MiddleEllipsis } from '../../ui/middle-ellipsis.tsx'
import { Tag } from '../../ui/tag.tsx'
import { notify } from '../../ui/toaster.tsx'
import { type DocumentDetail, retryCostUsd } from './chunk-rows.ts'
import { isEnded, needsSomebody, priceText, stateWords } from './document-words.ts'
import { openOriginal } from './open-original.ts'
import { RemoveDialog } from './remove-dialog.tsx'
import { saveFile } from './save-file.ts'
import { reportFileName, tokenReportCsv, tokenReportJson } from './token-report.ts'

/** Name and state of the document, and what can be done with it. */
export function DocumentHeader({ document, onBack }: { document: DocumentDetail; onBack: (() => void) | null }) {
  const now = useNow(30_000)
  const words = stateWords(document)
  const facts = [
    formatBytes(document.bytes),
    document.pages === null ? null : formatNumberOf(document.pages, 'page'),
    `group ${document.group}`,
    document.provider === 'offline' ? `read ${document.costUsd === 0 ? '' : 'in part '}by the local finder` : null,
    `added ${clockText(document.addedAt, now)}${document.endedAt === null ? '' : `, ended ${clockText(document.endedAt, now)}`}`,
  ]
  return (
    <header className="flex min-h-16 shrink-0 items-center gap-3 px-5">
      <IconButton
        icon="left"
        size="small"
        label={onBack ? 'Back to the report' : 'Back to the queue'}
        onClick={onBack ?? (() => navigate({ screen: 'queue' }))}
      />
      <div className="min-w-0 grow">
        <h1 className="text-18 font-head tracking-[-0.01em]">
          <MiddleEllipsis name={document.name} />
        </h1>
        <div className="flex items-center gap-2 text-12 text-ink-3">
          <span className="truncate" title={document.path}>
            {facts.filter((fact) => fact !== null).join(' · ')}
          </span>
          <Tag tone={words.tone} mark={words.mark}>
            {words.text}
          </Tag>
        </div>
      </div>
      <Actions document={document} />
    </header>
  )
}

function clockText(at: number, now: number): string {
  const text = formatClock(at, { now })
  return text.includes(',') ? text : `today ${text}`
}

function Actions({ document }: { document: DocumentDetail }) {
  const client = useClient()
  const run = useRun()
  const [removing, setRemoving] = useState(false)
  const csv = () =>
    saveFile(reportFileName(document.name, 'csv'), new Blob([tokenReportCsv(document)], { type: 'text/csv' }))
  const json = () =>
    saveFile(reportFileName(document.name, 'json'), new Blob([tokenReportJson(document)], { type: 'application/json' }))
  const cancel = async () => {
    await client.call('queue.cancel', { document: document.id })
    notify('Cancelled. What was read and paid for is kept; Retry goes on from there.')
  }
  const discard = async () => {
    await client.call('letters.discard', { document: document.id })
    notify('Discarded. It waits for you no longer; what was lost is still counted here and can be retried.')
  }
  return (
    <>
      {document.sha256 !== null && (
        <Button icon="file" onClick={() => run(() => openOriginal(client, document))}>
          {client.kind === 'electron' ? 'Save a copy…' : 'Open file'}
        </Button>
      )}
      <MainAction document={document} />
      <Menu
        groups={[
          [
            { label: 'Export token report as CSV', icon: 'download', onSelect: csv },
            { label: 'Export token report as JSON', icon: 'download', onSelect: json },
          ],
          isEnded(document.state) ? [] : [{ label: 'Cancel', icon: 'cross', onSelect: () => run(cancel) }],
          needsSomebody(document)
            ? [{ label: 'Discard what was lost', icon: 'check', onSelect: () => run(discard) }]
            : [],
          [{ label: 'Remove from the list…', icon: 'trash', danger: true, onSelect: () => setRemoving(true) }],
        ]}
      >
        <Button icon="more" className="px-2" aria-label="More actions" />
      </Menu>
      <RemoveDialog document={document} open={removing} onOpenChange={setRemoving} />
    </>
  )
}

/** What the state of the document asks for; nothing that costs without its price. */
function MainAction({ document }: { document: DocumentDetail }) {
  const client = useClient()
  const run = useRun()
  const price = priceText(retryCostUsd(document))
  const retry = (gaps: boolean) => () => run(() => client.call('queue.retry', { document: document.id, gaps }))
  if (document.state === 'failed' || document.state === 'cancelled') {
    return (
      <Button look="primary" icon="retry" onClick={retry(false)}>
        Retry{price}
      </Button>
    )
  }
  const waiting = document.gaps.filter(({ discarded }) => !discarded).length
  if (document.state === 'completed' && waiting > 0) {
    return (
      <Button look="primary" icon="retry" onClick={retry(true)}>
        {waiting === 1 ? 'Retry the gap' : 'Retry the gaps'}
        {price}
      </Button>
    )
  }
  return null
}
