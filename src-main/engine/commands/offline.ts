import { costOf } from '../../../src-shared/model/models.ts'
import { toUsd } from '../../../src-shared/model/money.ts'
import { NO_USAGE } from '../../../src-shared/model/usage.ts'
import { createRetries } from '../queue/retries.ts'
import type { CommandTools, Some } from './tools.ts'

export function offlineCommands(tools: CommandTools): Some<'offline.get' | 'offline.reread'> {
  const { context, gates } = tools
  const { store, clock } = context.ports
  const retries = createRetries(store, clock)
  return {
    async 'offline.get'() {
      const { documents, chunks, characters } = await store.offlineDocuments()
      if (chunks === 0) return { documents, chunks, costUsd: 0 }
      const one = await gates.chunkEstimate(Math.round(characters / chunks))
      const cost = costOf(context.settings().model, {
        ...NO_USAGE,
        input: one.input * chunks,
        output: one.output * chunks,
      })
      return { documents, chunks, costUsd: toUsd(cost) }
    },
    async 'offline.reread'() {
      const documents = await retries.rereadOffline()
      for (const id of documents) context.touch(id)
      context.changed.notify()
      const many = documents.length === 1 ? '1 document is' : `${documents.length} documents are`
      if (documents.length > 0) await context.activity('offline.reread', null, `${many} read again, by the model`)
      return { documents }
    },
  }
}
