import type { ModelGates } from '../limiter/model-gates.ts'
import type { PipelineContext } from './context.ts'

/** Keeps what answers teach while they come: a document may take hours, and a kill lets nobody save. */
export async function watchLearned(context: PipelineContext, gates: ModelGates): Promise<void> {
  while (!context.stopping.cancelled) {
    const seen = context.stepped.version()
    if (gates.unsaved()) await context.holds.through('kg_ingest', context.stopping, () => gates.save())
    await context.stepped.wait(seen, null)
  }
}
