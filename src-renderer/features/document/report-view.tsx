import { useNow } from '../../state/use-now.ts'
import type { DocumentDetail } from './chunk-rows.ts'
import { ChunkTable } from './chunk-table.tsx'
import { GapsPanel } from './gaps-panel.tsx'
import { PhaseTable } from './phase-table.tsx'
import { RemedyNote } from './remedy-note.tsx'
import { answersRemovedText, fileRemovedText } from './removed-by-age.ts'

/** The token report: by phase, what was lost, and by chunk. */
export function ReportView({ document }: { document: DocumentDetail }) {
  return (
    <>
      {document.error && <RemedyNote error={document.error} />}
      <RemovedNotes document={document} />
      <div className="grid max-h-[268px] shrink-0 grid-cols-[minmax(0,1fr)_420px] gap-3 min-[1600px]:grid-cols-[minmax(0,1fr)_620px]">
        <PhaseTable document={document} />
        <GapsPanel document={document} />
      </div>
      <ChunkTable document={document} />
    </>
  )
}

/** What its age has taken from the document; nothing of that is a fault. */
function RemovedNotes({ document }: { document: DocumentDetail }) {
  const now = useNow(60_000)
  return [fileRemovedText(document, now), answersRemovedText(document, now)].map(
    (text) =>
      text && (
        <p key={text} className="text-12 text-ink-2">
          {text}
        </p>
      ),
  )
}
