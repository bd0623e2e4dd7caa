import type { CommandArgs, CommandOutput } from '../../../../src-shared/contract/commands.ts'
import type { Activity } from '../../../../src-shared/contract/events.ts'
import type { Phase } from '../../../../src-shared/model/phase.ts'
import type { EpochMs } from '../system.ts'

/** Rows of the queue as people see them, and what the engine's progress is made of. */
export type QueueRows = CommandOutput<'queue.get'>['documents']

export interface QueueTotals {
  documentsLeft: number
  documentsEnded: number
  chunksLeft: number
  /** Open jobs that could run if nothing were paused, and those at work. */
  ready: Record<Phase, number>
  working: Record<Phase, number>
  /** Document of the graph phase, else of the earliest phase that works. */
  current: {
    documentId: string
    name: string
    phase: Phase
    chunksDone: number
    chunksTotal: number
    pagesDone: number
    pages: number | null
  } | null
}

/** Read-only views. Costs of estimates use the price of the model given. */
export interface ReportStore {
  queueRows(ended: boolean, model: string): Promise<QueueRows>
  queueTotals(): Promise<QueueTotals>
  jobs(filter: CommandArgs<'jobs.list'>): Promise<CommandOutput<'jobs.list'>>
  report(since: EpochMs | null, model: string): Promise<CommandOutput<'report.get'>>
  documentReport(documentId: string, model: string): Promise<CommandOutput<'report.document'> | null>
  runReport(since: EpochMs): Promise<CommandOutput<'report.run'>>
  /** Adds to what happened; `seq` and order are the store's. */
  addActivity(entry: Omit<Activity, 'seq'>): Promise<Activity>
  activity(limit: number): Promise<Activity[]>
}
