import { MICRO_USD_PER_USD } from '../../../src-shared/model/money.ts'
import { logDocumentEnd } from '../pipeline/document-log.ts'
import { sweepDeleted, sweepLater } from '../pipeline/housekeeping.ts'
import { addDocuments } from '../queue/add-documents.ts'
import type { NewDocument } from '../ports.ts'
import { createKeyedLock } from '../resilience/keyed-lock.ts'
import { findDocument, type CommandTools, type Some } from './tools.ts'

export function documentCommands(tools: CommandTools): Some<'documents.add' | 'documents.delete' | 'queue.cancel'> {
  const { context, gates } = tools
  const { store, clock, ids, backups, blobs, logger } = context.ports
  const deletions = createKeyedLock()
  const removeHandedOver = (path: string, document: string) =>
    blobs.removeHandedOver(path).catch((error: unknown) => {
      logger.warn('could not remove the file of a deleted document', { document, error: String(error) })
    })
  return {
    async 'documents.add'({ files, priority, group }) {
      const { group: usual } = context.settings()
      const documents = files.map((file) => newDocument(file, { id: ids.unique(), group: group ?? usual, priority }))
      return { documents: await addDocuments(context, documents) }
    },
    async 'documents.delete'({ document }) {
      const { id, name } = await findDocument(tools, document)
      const row = await store.document(id)
      const added = row?.addedAt ?? 0
      const erased = () =>
        context.activity('document.deleted', id, `${name} was deleted with its text, facts and answers`)
      // One at a time: what is erased is told of the document whose it was.
      const { answers, cost } = await deletions.hold('', async () => {
        await store.deleteDocument(id, clock.now())
        // Only then: work that ended before would be claimed again, and go on.
        await context.endDocument(id)
        context.touch(id)
        context.changed.notify()
        // Its host may have ended before it was ingested, and would else take it away only when it is started again.
        if (row) await removeHandedOver(row.path, id)
        return sweepDeleted(context).catch((error: unknown) => {
          void sweepLater(context, erased)
          throw error
        })
      })
      await erased()
      const copies = await backups.list()
      // Added under a clock that was ahead: nothing says which copies came later.
      const any = added > clock.now()
      return {
        id,
        name,
        erased: { answers, costUsd: cost / MICRO_USD_PER_USD },
        backups: copies.filter(({ at }) => any || at >= added),
      }
    },
    async 'queue.cancel'({ document }) {
      const { id, name } = await findDocument(tools, document)
      if ((await store.document(id))?.endedAt !== null) return { id, name, cancelled: false }
      await store.cancelDocument(id, clock.now())
      await context.endDocument(id)
      await logDocumentEnd(context, gates, id)
      await context.activity('document.cancelled', id, `${name} was cancelled`)
      context.touch(id)
      context.changed.notify()
      return { id, name, cancelled: true }
    },
  }
}

interface File {
  path: string
  bytes: number
  modifiedMs: number
}

/** A file as the queue takes it; its name is the last part of its path, on any system. */
export function newDocument(file: File, more: Pick<NewDocument, 'id' | 'group' | 'priority'>): NewDocument {
  const { path, bytes, modifiedMs } = file
  return { ...more, path, bytes, modifiedMs, name: path.split(/[\\/]/).at(-1) ?? path }
}
