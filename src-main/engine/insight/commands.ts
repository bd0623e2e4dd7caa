import type { CommandHandlers } from '../../../src-shared/contract/commands.ts'
import { SluiceError } from '../../../src-shared/contract/errors.ts'
import type { ModelGates } from '../limiter/model-gates.ts'
import type { PipelineContext } from '../pipeline/context.ts'
import { sweepDeleted } from '../pipeline/housekeeping.ts'
import type { ProgressSource } from './progress.ts'
import type { EngineSettings } from './settings.ts'

const SLICE = 200

export interface CommandTools {
  context: PipelineContext
  settings: EngineSettings
  gates: ModelGates
  progress: ProgressSource
  /** Whether this engine works the queue. */
  working(): boolean
}

/** Every command of the contract, over the store. They work with or without a running queue. */
export function createCommands(tools: CommandTools): CommandHandlers {
  return { ...documentCommands(tools), ...queueCommands(tools), ...readCommands(tools), ...configCommands(tools) }
}

type Some<K extends keyof CommandHandlers> = Pick<CommandHandlers, K>

function documentCommands(tools: CommandTools): Some<'documents.add' | 'documents.delete' | 'queue.cancel'> {
  const { context } = tools
  const { store, clock, ids } = context.ports
  return {
    async 'documents.add'({ files, priority, group }) {
      const documents = files.map((file) => ({
        id: ids.unique(),
        path: file.path,
        name: file.path.split(/[\\/]/).at(-1) ?? file.path,
        bytes: file.bytes,
        modifiedMs: file.modifiedMs,
        group: group ?? context.settings().group,
        priority,
      }))
      const added = await store.enqueue(documents, clock.now())
      context.changed.notify()
      return { documents: added }
    },
    async 'documents.delete'({ document }) {
      const { id, name } = await find(tools, document)
      context.endDocument(id)
      await store.deleteDocument(id, clock.now())
      await sweepDeleted(context.ports)
      await context.activity('document.deleted', id, `${name} was deleted with its text and facts`)
      context.changed.notify()
      return { id, name }
    },
    async 'queue.cancel'({ document }) {
      const { id, name } = await find(tools, document)
      context.endDocument(id)
      await store.cancelDocument(id, clock.now())
      await context.activity('document.cancelled', id, `${name} was cancelled`)
      context.changed.notify()
      return { id, name }
    },
  }
}

function queueCommands(
  tools: CommandTools,
): Some<'queue.pause' | 'queue.resume' | 'queue.retry' | 'queue.get' | 'queue.progress'> {
  const { context, progress } = tools
  const { store, clock } = context.ports
  return {
    async 'queue.get'({ ended }) {
      const [now, documents] = [await progress.read(), await store.queueRows(ended, context.settings().model)]
      return {
        state: now.state,
        waitReason: now.waitReason,
        paused: context.pauses.state(),
        size: now.documentsLeft,
        current: now.current?.documentId ?? null,
        documents,
      }
    },
    'queue.progress': () => progress.read(),
    async 'queue.pause'({ phase, finishDocument }) {
      const current = finishDocument ? (await store.queueTotals()).current : null
      await context.pauses.pause(phase ?? null, current?.documentId ?? null)
      await context.activity('queue.paused', null, phase ? `${phase} was paused` : 'the queue was paused')
      context.changed.notify()
      return context.pauses.state()
    },
    async 'queue.resume'({ phase }) {
      await context.pauses.resume(phase ?? null)
      await context.activity('queue.resumed', null, phase ? `${phase} was resumed` : 'the queue was resumed')
      context.lane.nudge()
      context.changed.notify()
      return context.pauses.state()
    },
    async 'queue.retry'({ document, phase, gaps }) {
      const documentId = document === undefined ? null : (await find(tools, document)).id
      const documents = gaps
        ? await store.retryGaps(documentId, clock.now())
        : await store.retryDocuments({ documentId, phase: phase ?? null }, clock.now())
      context.lane.nudge()
      context.changed.notify()
      return { documents }
    },
  }
}

function readCommands(
  tools: CommandTools,
): Some<
  | 'jobs.list'
  | 'report.get'
  | 'report.document'
  | 'report.run'
  | 'limits.get'
  | 'graph.stats'
  | 'graph.search'
  | 'graph.slice'
> {
  const { context, gates } = tools
  const { store } = context.ports
  const model = () => context.settings().model
  return {
    'jobs.list': (filter) => store.jobs(filter),
    'report.get': ({ since }) => store.report(since ?? null, model()),
    async 'report.document'({ document }) {
      const { id } = await find(tools, document)
      const report = await store.documentReport(id, model())
      if (!report) throw unknownDocument(document, 'none')
      return report
    },
    'report.run': ({ since }) => store.runReport(since),
    async 'limits.get'() {
      await gates.of(model())
      return { limits: gates.statistics() }
    },
    'graph.stats': ({ group }) => store.graphCounts(group ?? null),
    'graph.search': ({ query, group, limit }) => store.searchGraph(query, group ?? null, limit),
    'graph.slice': ({ group, cursor }) => store.graphSlice(group ?? null, cursor, SLICE),
  }
}

function configCommands(tools: CommandTools): Some<'config.get' | 'config.set'> {
  const { context, settings, gates } = tools
  return {
    'config.get': () => Promise.resolve({ settings: settings.rows() }),
    async 'config.set'({ name, value }) {
      const row = await settings.save(name, value)
      gates.reconfigure()
      context.lane.nudge()
      context.changed.notify()
      return row
    },
  }
}

async function find(tools: CommandTools, reference: string): Promise<{ id: string; name: string }> {
  const { store } = tools.context.ports
  const ids = await store.findDocuments(reference)
  const only = ids.length === 1 && ids[0] !== undefined ? await store.document(ids[0]) : null
  if (!only) throw unknownDocument(reference, ids.length === 0 ? 'none' : 'several')
  return { id: only.id, name: only.name }
}

function unknownDocument(reference: string, came: 'none' | 'several'): SluiceError {
  return new SluiceError(
    'document_unknown',
    `expected the id or name of one document, came "${reference}", which fits ${came}`,
  )
}
