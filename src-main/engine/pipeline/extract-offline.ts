import type { ChunkRow } from '../ports.ts'
import { markPages } from '../intake/mark-pages.ts'
import { Cancelled, type Cancellation } from '../resilience/cancellation.ts'
import type { CallTools } from './call-attempt.ts'
import type { Extraction } from './extract-chunk.ts'

/** The local finder: nothing is sent, nothing is paid. Throws Cancelled where it was closed for a stop: no fault of the text. */
export async function extractOffline(
  tools: CallTools,
  chunk: ChunkRow,
  cancellation: Cancellation,
): Promise<Extraction> {
  try {
    const answer = await tools.context.ports.finder.find(markPages(chunk.text, chunk.spans))
    return { answer, callIds: [], reused: false }
  } catch (thrown) {
    throw cancellation.cancelled ? new Cancelled() : thrown
  }
}
