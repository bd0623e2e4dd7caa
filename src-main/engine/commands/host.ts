import { addDocuments } from '../queue/add-documents.ts'
import { newDocument } from './documents.ts'
import type { CommandTools, Some } from './tools.ts'

export function hostCommands(tools: CommandTools): Some<'host.info' | 'samples.add'> {
  const { context } = tools
  const { host, ids } = context.ports
  return {
    async 'host.info'() {
      const samples = await host.samples()
      return { version: host.version, dataFolder: host.dataFolder, samples: samples.length > 0 }
    },
    async 'samples.add'() {
      const { group } = context.settings()
      const files = await host.samples()
      const documents = files.map((file) => newDocument(file, { id: ids.unique(), group, priority: 'normal' }))
      return { documents: (await addDocuments(context, documents)).map((one) => one.id) }
    },
  }
}
