import { findDocument, type CommandTools, type Some } from './tools.ts'

export function queueCommands(
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
      const what = current ? `the queue pauses when ${current.name} has ended` : 'the queue was paused'
      await context.activity('queue.paused', null, phase ? `${phase} was paused` : what)
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
      const documentId = document === undefined ? null : (await findDocument(tools, document)).id
      const documents = gaps
        ? await store.retryGaps(documentId, clock.now())
        : await store.retryDocuments({ documentId, phase: phase ?? null }, clock.now())
      for (const id of documents) context.touch(id)
      context.lane.nudge()
      context.changed.notify()
      return { documents }
    },
  }
}
