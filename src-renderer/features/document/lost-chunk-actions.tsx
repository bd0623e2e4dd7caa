import { useClient } from '../../state/client-context.ts'
import { useRun } from '../../state/use-run.ts'
import { Button } from '../../ui/button.tsx'
import { askingCostUsd, type ChunkRow, type DocumentDetail } from './chunk-rows.ts'
import { priceText } from './document-words.ts'

/** Where its text and the model's answer are read, a chunk that was lost is decided upon. */
export function LostChunkActions({ document, chunk }: { document: DocumentDetail; chunk: ChunkRow }) {
  const client = useClient()
  const run = useRun()
  if (document.state !== 'completed' || chunk.state !== 'failed') return null
  const meant = { document: document.id, chunk: chunk.ordinal }
  return (
    <>
      <Button size="small" icon="retry" onClick={() => run(() => client.call('queue.retry', meant))}>
        Retry{priceText(askingCostUsd(document, [chunk]))}
      </Button>
      {chunk.discarded ? (
        <span className="text-12 text-ink-3">discarded</span>
      ) : (
        <Button size="small" look="quiet" onClick={() => run(() => client.call('letters.discard', meant))}>
          Discard
        </Button>
      )}
    </>
  )
}
