import type { Gap } from '../../../src-shared/contract/schemas.ts'
import { useClient } from '../../state/client-context.ts'
import { remedyLink } from '../../state/remedies.ts'
import { href } from '../../state/route.ts'
import { useRun } from '../../state/use-run.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { formatPages } from '../../ui/format/pages.ts'
import { sentence } from '../../ui/format/sentence.ts'
import { Mark } from '../../ui/mark.tsx'
import { Panel } from '../../ui/panel.tsx'
import { type DocumentDetail, retryCostUsd } from './chunk-rows.ts'
import { isEnded, priceText } from './document-words.ts'
import { openPlace } from './place.ts'

/** The pages that ended without facts, each with its reason and what to do about it. */
export function GapsPanel({ document }: { document: DocumentDetail }) {
  const { gaps } = document
  return (
    <Panel aria-label="Gaps" className="flex min-h-0 flex-col overflow-hidden">
      <div className="flex h-7 shrink-0 items-center gap-2 border-b border-line px-4">
        <h2 className="font-head">Gaps</h2>
        <span className="text-12 text-ink-3">pages that ended without facts</span>
      </div>
      {gaps.length === 0 ? (
        <p className="px-4 py-3 text-12 text-ink-2">{noGapText(document)}</p>
      ) : (
        <ul className="min-h-0 grow overflow-y-auto" tabIndex={0} aria-label="Gaps, a list that scrolls">
          {gaps.map((gap) => (
            <GapLine key={`${gap.code} ${gap.discarded}`} gap={gap} document={document} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function noGapText({ state, error }: DocumentDetail): string {
  if (error !== null) return 'The document as a whole failed; the reason stands above.'
  return isEnded(state) ? 'None: no page was lost.' : 'None so far.'
}

function GapLine({ gap, document }: { gap: Gap; document: DocumentDetail }) {
  const client = useClient()
  const run = useRun()
  const pages = formatPages(gap.pages)
  const link = remedyLink(gap.code)
  const meant = { document: document.id, gap: gap.code }
  const chunk = document.chunkRows.find(
    ({ state, error, discarded }) => state === 'failed' && error?.code === gap.code && discarded === gap.discarded,
  )
  return (
    <li className="grid grid-cols-[70px_minmax(0,1fr)] items-baseline gap-2 border-b border-line py-1.5 pr-3 pl-4 last:border-b-0">
      <span className={classNames('truncate font-strong', gap.discarded ? 'text-ink-3' : 'text-waiting')} title={pages}>
        {pages || <Mark name="gap" label="no page known" />}
      </span>
      <div className="min-w-0">
        <div className="words break-words">
          {gap.discarded && <span className="text-ink-3">Discarded: </span>}
          {sentence(gap.message)}
        </div>
        <div className="text-12 text-ink-3">
          {gap.remedy}{' '}
          {link && (
            <a href={href(link.route)} className="mr-1 font-strong text-accent">
              {link.label}
            </a>
          )}
          <code className="whitespace-nowrap">{gap.code}</code>
        </div>
        <div className="-ml-1.5 flex gap-2">
          {document.state === 'completed' && (
            <Button
              look="quiet"
              size="tiny"
              onClick={() => run(() => client.call('queue.retry', { ...meant, discarded: gap.discarded }))}
            >
              Retry it{priceText(retryCostUsd(document, gap))}
            </Button>
          )}
          {gap.pages[0] !== undefined && (
            <Button
              look="quiet"
              size="tiny"
              onClick={() => openPlace(document.id, { chunk: chunk?.ordinal ?? null, page: gap.pages[0] ?? null })}
            >
              Read it
            </Button>
          )}
          {!gap.discarded && document.state === 'completed' && (
            <Button look="quiet" size="tiny" onClick={() => run(() => client.call('letters.discard', meant))}>
              Discard it
            </Button>
          )}
        </div>
      </div>
    </li>
  )
}
