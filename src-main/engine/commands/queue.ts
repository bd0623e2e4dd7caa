import { PHASE_NAMES } from '../../../src-shared/model/phase.ts'
import { createLongViews } from '../insight/long-views.ts'
import { createRetries } from '../queue/retries.ts'
import { chooseLetters } from './letters.ts'
import { checkReread } from './reread.ts'
import type { CommandTools, Some } from './tools.ts'

export function queueCommands(
  tools: CommandTools,
): Some<'queue.pause' | 'queue.resume' | 'queue.retry' | 'queue.get' | 'queue.progress'> {
  const { context, progress } = tools
  const { store, clock } = context.ports
  const views = createLongViews(store, clock)
  const retries = createRetries(store, clock)
  return {
    async 'queue.get'({ ended }) {
      const documents = await views.queueRows(ended, context.settings().model)
      const now = await progress.read()
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
      const { current } = finishDocument ? await store.queueTotals() : { current: null }
      // In a phase that is paused it would never end, and nothing else would begin.
      const last = current && !context.pauses.state().phases.includes(current.phase) ? current : null
      await context.pauses.pause(phase ?? null, last?.documentId ?? null)
      const what = last ? `the queue pauses when ${last.name} has ended` : 'the queue was paused'
      await context.activity('queue.paused', null, phase ? `${PHASE_NAMES[phase]} was paused` : what)
      context.changed.notify()
      return context.pauses.state()
    },
    async 'queue.resume'({ phase }) {
      await context.pauses.resume(phase ?? null)
      await context.activity(
        'queue.resumed',
        null,
        phase ? `${PHASE_NAMES[phase]} was resumed` : 'the queue was resumed',
      )
      await context.tryAgain()
      return context.pauses.state()
    },
    async 'queue.retry'({ phase, gaps, pay = false, discarded = false, ...chosen }) {
      const choice = await chooseLetters(tools, chosen)
      const { documentId, code, chunk, page } = choice
      const named = chunk !== null || page !== null
      if (documentId !== null && phase !== undefined) {
        const report = await views.documentReport(documentId, context.settings().model)
        if (report) checkReread(report, phase, pay)
      }
      const documents =
        gaps || named || code !== null
          ? await retries.retryGaps({ ...choice, discarded: named ? null : discarded })
          : await retries.retryDocuments({ documentId, phase: phase ?? null, discarded })
      for (const id of documents) context.touch(id)
      await context.tryAgain()
      const [only = null] = documents.length === 1 ? documents : []
      const name = only === null ? null : (await store.document(only))?.name
      if (documents.length > 0) {
        const whose = name ?? `${documents.length} documents`
        await context.activity('queue.retried', only, `${whose} ${only === null ? 'are' : 'is'} tried again`)
      }
      return { documents }
    },
  }
}
