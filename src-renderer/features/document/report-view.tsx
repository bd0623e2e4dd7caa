import { Button } from '../../ui/button.tsx'
import { ErrorNote } from '../../ui/notes.tsx'
import { remedyLink } from '../../state/remedies.ts'
import { navigate } from '../../state/route.ts'
import type { DocumentDetail } from './chunk-rows.ts'
import { ChunkTable } from './chunk-table.tsx'
import { GapsPanel } from './gaps-panel.tsx'
import { PhaseTable } from './phase-table.tsx'

/** The token report: by phase, what was lost, and by chunk. */
export function ReportView({ document }: { document: DocumentDetail }) {
  const link = document.error && remedyLink(document.error.code)
  return (
    <>
      {document.error && (
        <ErrorNote
          error={document.error}
          action={
            link && (
              <Button size="small" onClick={() => navigate(link.route)}>
                {link.label}
              </Button>
            )
          }
        />
      )}
      <div className="grid max-h-[268px] shrink-0 grid-cols-[minmax(0,1fr)_420px] gap-3 min-[1600px]:grid-cols-[minmax(0,1fr)_620px]">
        <PhaseTable document={document} />
        <GapsPanel document={document} />
      </div>
      <ChunkTable document={document} />
    </>
  )
}
