import { useApp } from '../../state/app-store.ts'
import { navigate } from '../../state/route.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNote } from '../../ui/notes.tsx'
import { CoverageStrip } from './coverage-strip.tsx'
import { DocumentHeader } from './document-header.tsx'
import { openPlace, usePlace } from './place.ts'
import { Reader } from './reader.tsx'
import { ReportView } from './report-view.tsx'
import { shownPage } from './shown-place.ts'

const NO_PAGES: never[] = []

/** A document: what was counted, what it cost, what was lost, and each chunk beside its page. Follows the work live. */
export default function DocumentScreen({ id }: { id: string }) {
  const row = useApp((state) => state.rows.get(id))
  const report = useAnswer('report.document', { document: id }, row)
  const counted = useAnswer('document.pages', { document: id }, row)
  const place = usePlace()
  const document = report.data
  const failure = report.error ?? counted.error
  if (document === null) {
    return <div className="p-5">{failure ? <Failure error={failure} onRetry={report.reload} /> : <Loading />}</div>
  }
  const pages = counted.data?.pages ?? NO_PAGES
  return (
    <>
      <DocumentHeader document={document} onBack={place && (() => navigate({ screen: 'document', id }))} />
      <div className="flex min-h-0 grow flex-col gap-3 overflow-y-auto px-5">
        {failure && <Failure error={failure} onRetry={report.reload} />}
        <CoverageStrip
          document={document}
          pages={pages}
          current={place && shownPage(document, place)}
          onOpen={(page) => openPlace(id, { page })}
        />
        {place ? <Reader document={document} pages={pages} place={place} /> : <ReportView document={document} />}
      </div>
    </>
  )
}

function Failure({ error, onRetry }: { error: Parameters<typeof ErrorNote>[0]['error']; onRetry: () => void }) {
  const gone = error.code === 'document_unknown'
  return (
    <ErrorNote
      error={gone ? { ...error, remedy: 'It was removed, or the address is of another data folder.' } : error}
      action={
        gone ? (
          <Button size="small" onClick={() => navigate({ screen: 'queue' })}>
            Back to the queue
          </Button>
        ) : (
          <Button size="small" onClick={onRetry}>
            Try again
          </Button>
        )
      }
    />
  )
}

function Loading() {
  return (
    <p role="status" className="text-ink-3">
      Loading the report…
    </p>
  )
}
