import { logDocumentEnd } from '../pipeline/document-log.ts'
import { sweepDeleted } from '../pipeline/housekeeping.ts'
import { addDocuments } from '../queue/add-documents.ts'
import type { NewDocument } from '../ports.ts'
import { findDocument, type CommandTools, type Some } from './tools.ts'

export function documentCommands(tools: CommandTools): Some<'documents.add' | 'documents.delete' | 'queue.cancel'> {
  const { context, gates } = tools
  const { store, clock, ids } = context.ports
  return {
    async 'documents.add'({ files, priority, group }) {
      const { group: usual } = context.settings()
      const documents = files.map((file) => newDocument(file, { id: ids.unique(), group: group ?? usual, priority }))
      return { documents: await addDocuments(context, documents) }
    },
    async 'documents.delete'({ document }) {
      const { id, name } = await findDocument(tools, document)
      await context.endDocument(id)
      await store.deleteDocument(id, clock.now())
      await sweepDeleted(context)
      await context.activity('document.deleted', id, `${name} was deleted with its text and facts`)
      context.touch(id)
      context.changed.notify()
      return { id, name }
    },
    async 'queue.cancel'({ document }) {
      const { id, name } = await findDocument(tools, document)
      if ((await store.document(id))?.endedAt !== null) return { id, name, cancelled: false }
      await context.endDocument(id)
      await store.cancelDocument(id, clock.now())
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
