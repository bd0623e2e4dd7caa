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
  documentsWorking: number
  /** Failed, or completed with gaps. */
  documentsLossy: number
  /** Estimated tokens of the chunks that a model will be asked. */
  waiting: { input: number; output: number }
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
  /** The rows of these documents; ids that are gone have none. At most 1,000. */
  queueRowsOf(documentIds: string[], model: string): Promise<QueueRows>
  queueTotals(): Promise<QueueTotals>
  jobs(filter: CommandArgs<'jobs.list'>): Promise<CommandOutput<'jobs.list'>>
  report(since: EpochMs | null, model: string): Promise<CommandOutput<'report.get'>>
  documentReport(documentId: string, model: string): Promise<CommandOutput<'report.document'> | null>
  documentPages(documentId: string): Promise<CommandOutput<'document.pages'>>
  /** Null where the document has no such chunk. */
  chunkDetail(documentId: string, ordinal: number): Promise<CommandOutput<'document.chunk'> | null>
  runReport(since: EpochMs): Promise<CommandOutput<'report.run'>>
  /** Calls since a time: refused by pacing, paid although a good answer to the same question was there, of unknown outcome. */
  callFaults(since: EpochMs): Promise<{ refused: number; paidTwice: number; unknown: number }>
  /** Completed documents that the offline finder read, with the lengths of their chunks. */
  offlineDocuments(): Promise<{ documents: number; chunks: number; characters: number }>
  /** Puts them back to work for a model; their facts stay until each chunk is replaced. */
  rereadOffline(now: EpochMs): Promise<string[]>
  /** Adds to what happened; `seq` and order are the store's. */
  addActivity(entry: Omit<Activity, 'seq'>): Promise<Activity>
  /** Newest first. */
  activity(filter: CommandArgs<'activity.list'>): Promise<Activity[]>
}
