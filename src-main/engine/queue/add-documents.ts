import { SluiceError } from '../../../src-shared/contract/errors.ts'
import { inSlices } from '../pipeline/in-slices.ts'
import type { PipelineContext } from '../pipeline/context.ts'
import type { Enqueued, NewDocument } from '../ports.ts'

const DOCUMENTS_AT_ONCE = 150

/** Adds documents at the end of the queue, in their order, and says so. Rejects with queue_full: then none is added. */
export async function addDocuments(context: PipelineContext, documents: NewDocument[]): Promise<Enqueued[]> {
  const { store, clock } = context.ports
  await refuseTooMany(context, documents)
  const added = await inSlices(clock, documents, DOCUMENTS_AT_ONCE, (some) => store.enqueue(some, clock.now()))
  for (const { id } of added) context.touch(id)
  const fresh = added.filter((one) => !one.already)
  const first = documents.find((document) => document.id === fresh[0]?.id)
  if (fresh.length === 1 && first) await context.activity('document.added', first.id, `${first.name} was added.`)
  if (fresh.length > 1) await context.activity('document.added', null, `${fresh.length} documents were added.`)
  context.changed.notify()
  return added
}

async function refuseTooMany({ settings, ports }: PipelineContext, documents: NewDocument[]): Promise<void> {
  const { maxQueued } = settings()
  if (maxQueued === 0) return
  const { store, clock } = ports
  const { documentsLeft } = await store.queueTotals()
  if (documentsLeft + documents.length <= maxQueued) return
  // A folder that is named again takes no place for what waits already.
  const wait = await inSlices(clock, documents, DOCUMENTS_AT_ONCE, (some) => store.areQueued(some))
  const more = wait.filter((waits) => !waits).length
  if (more === 0 || documentsLeft + more <= maxQueued) return
  throw new SluiceError(
    'queue_full',
    `expected at most ${maxQueued} documents in the queue, came ${more} more to the ${documentsLeft} that wait`,
  )
}
