import type { CommandArgs } from '../../../src-shared/contract/commands.ts'
import { SluiceError } from '../../../src-shared/contract/errors.ts'
import { createLongViews } from '../insight/long-views.ts'
import type { LetterChoice } from '../ports.ts'
import { createRetries } from '../queue/retries.ts'
import { findDocument, type CommandTools, type Some } from './tools.ts'

export function letterCommands(tools: CommandTools): Some<'letters.list' | 'letters.discard'> {
  const { context } = tools
  const { store, clock } = context.ports
  const views = createLongViews(store, clock)
  const retries = createRetries(store, clock)
  return {
    async 'letters.list'({ document, ...filter }) {
      const documentId = document === undefined ? null : (await findDocument(tools, document)).id
      return views.letters({ ...filter, documentId, model: context.settings().model })
    },
    async 'letters.discard'(chosen) {
      const discarded = await retries.discardLetters(await chooseLetters(tools, chosen))
      const documents = discarded.map(({ documentId }) => documentId)
      const letters = discarded.reduce((sum, one) => sum + one.letters, 0)
      const [only = null] = documents.length === 1 ? documents : []
      if (letters > 0) await context.activity('document.discarded', only, await sentence(letters, documents))
      for (const id of documents) context.touch(id)
      context.changed.notify()
      return { letters, documents }
    },
  }

  async function sentence(letters: number, documents: string[]): Promise<string> {
    const what = letters === 1 ? '1 dead letter' : `${letters} dead letters`
    const whose = documents.length === 1 ? (await store.document(documents[0] ?? ''))?.name : undefined
    return `${what} of ${whose ?? `${documents.length} documents`} ${letters === 1 ? 'was' : 'were'} discarded`
  }
}

/** Rejects with usage where a page or chunk is meant of no document, and with document_unknown. */
export async function chooseLetters(
  tools: CommandTools,
  { document, gap, chunk, page }: CommandArgs<'letters.discard'>,
): Promise<Omit<LetterChoice, 'discarded'> & { documentId: string | null }> {
  const choice = { code: gap ?? null, chunk: chunk ?? null, page: page ?? null }
  if (document !== undefined) return { ...choice, documentId: (await findDocument(tools, document)).id }
  if (choice.chunk === null && choice.page === null) return { ...choice, documentId: null }
  throw new SluiceError('usage', 'expected the document that the page or chunk is of, came none')
}
