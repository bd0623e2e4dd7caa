import type { CommandArgs, CommandOutput } from '../../../src-shared/contract/commands.ts'
import type { DocumentReport, Letter } from '../../../src-shared/contract/schemas.ts'
import { inSlices } from '../pipeline/in-slices.ts'
import { removedAnswers } from './removed-answers.ts'
import { turn } from '../pipeline/turn.ts'
import type { Clock, EpochMs, QueueRows, ReportStore, Store } from '../ports.ts'

const ROWS_AT_ONCE = 250
const REPORTS_AT_ONCE = 150
const CHUNKS_AT_ONCE = 100
/** Each sums up the calls that were made for it, which are many for a whole document. */
const LETTERS_AT_ONCE = 20

type Views = Pick<ReportStore, 'queueIds' | 'queueRowsOf' | 'jobIds' | 'jobRows' | 'reportIds' | 'documentReports'> &
  Pick<ReportStore, 'phaseReports' | 'chunkReports' | 'spent' | 'documentsSince' | 'chunksSince'> &
  Pick<ReportStore, 'letters' | 'letterCount'> &
  Pick<Store, 'graphCounts' | 'documentsWithGaps'>

export interface WhichLetters {
  documentId: string | null
  discarded: boolean
  cursor: string | null
  limit: number
  model: string
}

/**
 * Views of thousands of documents, read in slices. Which documents there are, and their order, is of one moment; each row is
 * as it was when its slice was read, so two rows may be some milliseconds apart, and one deleted meanwhile is missing. Sums
 * over ledger and graph are made last, each in a step of its own.
 */
export function createLongViews(store: Views, clock: Pick<Clock, 'after'>) {
  /** Their places are left open. */
  const queueRowsOf = (ids: string[], model: string) =>
    inSlices(clock, ids, ROWS_AT_ONCE, (some) => store.queueRowsOf(some, model, false))

  async function graph() {
    const { types: _types, ...counts } = await store.graphCounts(null)
    return counts
  }

  return {
    async queueRows(ended: boolean, model: string): Promise<QueueRows> {
      const rows = await queueRowsOf(await store.queueIds(ended), model)
      // One that ended while the others were read has left no hole.
      let position = 0
      return rows.map((row) => (row.position === null ? row : { ...row, position: ++position }))
    },

    async jobs(filter: CommandArgs<'jobs.list'>): Promise<CommandOutput<'jobs.list'>> {
      return { jobs: await inSlices(clock, await store.jobIds(filter), ROWS_AT_ONCE, store.jobRows) }
    },

    async report(since: EpochMs | null, model: string): Promise<CommandOutput<'report.get'>> {
      const documents = await inSlices(clock, await store.reportIds(since), REPORTS_AT_ONCE, (some) =>
        store.documentReports(some, model),
      )
      const sum = (pick: (document: DocumentReport) => number) => documents.reduce((n, one) => n + pick(one), 0)
      await turn(clock)
      const spent = await store.spent(since)
      await turn(clock)
      return {
        documents,
        totals: {
          documents: documents.length,
          chunks: {
            total: sum((one) => one.chunks.total),
            completed: sum((one) => one.chunks.completed),
            failed: sum((one) => one.chunks.failed),
            cancelled: sum((one) => one.chunks.cancelled),
          },
          ...spent,
          calls: { ...spent.calls, reused: sum((one) => one.calls.reused) },
          graph: await graph(),
        },
      }
    },

    async documentReport(id: string, model: string): Promise<CommandOutput<'report.document'> | null> {
      const [report] = await store.documentReports([id], model)
      if (!report) return null
      const ordinals = Array.from({ length: report.chunks.total }, (_, ordinal) => ordinal)
      const chunkRows = await inSlices(clock, ordinals, CHUNKS_AT_ONCE, (some) =>
        store.chunkReports(id, some[0] ?? 0, (some.at(-1) ?? -1) + 1),
      )
      const phases = await store.phaseReports(id)
      return { ...report, phases, chunkRows, removedAnswers: removedAnswers(chunkRows, model) }
    },

    async letters({
      documentId,
      discarded,
      cursor,
      limit,
      model,
    }: WhichLetters): Promise<CommandOutput<'letters.list'>> {
      const total = await store.letterCount(discarded, documentId)
      const letters: Letter[] = []
      let behind = cursor
      do {
        await turn(clock)
        const room = Math.min(LETTERS_AT_ONCE, limit - letters.length)
        const some = await store.letters({ documentId, discarded, cursor: behind, limit: room }, model)
        letters.push(...some.letters)
        behind = some.cursor
      } while (behind !== null && letters.length < limit)
      await turn(clock)
      return { letters, cursor: behind, total }
    },

    async runReport(since: EpochMs, model: string): Promise<CommandOutput<'report.run'>> {
      const lossy = await queueRowsOf(await store.documentsWithGaps(since), model)
      const documents = await store.documentsSince(since)
      await turn(clock)
      const { reused, ...chunks } = await store.chunksSince(since)
      await turn(clock)
      const spent = await store.spent(since)
      await turn(clock)
      return {
        documents,
        chunks,
        ...spent,
        calls: { ...spent.calls, reused },
        graph: await graph(),
        gaps: lossy.reduce((gaps, row) => gaps + row.gaps, 0),
      }
    },
  }
}
