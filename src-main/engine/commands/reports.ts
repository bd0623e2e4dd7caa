import { createLongViews } from '../insight/long-views.ts'
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
  const { store, clock } = context.ports
  const views = createLongViews(store, clock)
  const model = () => context.settings().model
  return {
    'jobs.list': (filter) => views.jobs(filter),
    'report.get': ({ since }) => views.report(since ?? null, model()),
    async 'report.document'({ document }) {
      const { id } = await findDocument(tools, document)
      const report = await views.documentReport(id, model())
      if (!report) throw unknownDocument(document, 'none')
      return report
    },
    'report.run': ({ since }) => views.runReport(since, model()),
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
