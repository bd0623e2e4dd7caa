import type { QueueRow } from '../../src-shared/contract/schemas.ts'
import { PHASES } from '../../src-shared/model/phase.ts'

/** One quarter of the phase bar. `share` is what is done of it, from 0 to 1. */
export interface PhaseShare {
  share: number
  look: 'idle' | 'active' | 'failed' | 'held'
}

/** The four phases of a document from its counts. `held`: the lane of its calls stands still for an outside reason. */
export function phaseShares(row: QueueRow, held: boolean): PhaseShare[] {
  const read = row.pages ? row.pagesDone / row.pages : 0
  const { total, completed, failed, cancelled } = row.chunks
  const asked = total === 0 ? 0 : (completed + failed + cancelled) / total
  // While pages still come, the chunks that are known are not all: the share is of the whole document.
  const partShare = {
    ingestion: 0,
    extraction: read,
    chunking: read,
    kg_ingest: asked * (row.phases.chunking === 'completed' ? 1 : read),
  }
  return PHASES.map((phase) => {
    const status = row.phases[phase]
    if (status === 'completed') return { share: 1, look: 'idle' }
    if (status === 'failed' || status === 'dead') return { share: partShare[phase], look: 'failed' }
    if (status === 'processing') {
      return { share: partShare[phase], look: held && phase === 'kg_ingest' ? 'held' : 'active' }
    }
    return { share: status === null ? 0 : partShare[phase], look: 'idle' }
  })
}
