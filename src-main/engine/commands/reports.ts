import { findDocument, unknownDocument, type CommandTools, type Some } from './tools.ts'

export function reportCommands(
  tools: CommandTools,
): Some<
  | 'jobs.list'
  | 'report.get'
  | 'report.document'
  | 'report.run'
  | 'document.pages'
  | 'document.chunk'
  | 'limits.get'
  | 'window.get'
  | 'activity.list'
> {
  const { context, gates, window } = tools
  const { store } = context.ports
  const model = () => context.settings().model
  return {
    'jobs.list': (filter) => store.jobs(filter),
    'report.get': ({ since }) => store.report(since ?? null, model()),
    async 'report.document'({ document }) {
      const { id } = await findDocument(tools, document)
      const report = await store.documentReport(id, model())
      if (!report) throw unknownDocument(document, 'none')
      return report
    },
    'report.run': ({ since }) => store.runReport(since),
    async 'document.pages'({ document }) {
      const { id } = await findDocument(tools, document)
      return store.documentPages(id)
    },
    async 'document.chunk'({ document, ordinal }) {
      const { id } = await findDocument(tools, document)
      const chunk = await store.chunkDetail(id, ordinal)
      if (!chunk) throw unknownDocument(`chunk ${ordinal + 1} of ${document}`, 'none')
      return chunk
    },
    async 'limits.get'() {
      await gates.of(model())
      return { limits: gates.statistics() }
    },
    'window.get': () => window.read(),
    async 'activity.list'(filter) {
      return { activities: await store.activity(filter) }
    },
  }
}
