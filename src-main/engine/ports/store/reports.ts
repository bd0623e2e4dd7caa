import type { CommandArgs, CommandOutput } from '../../../../src-shared/contract/commands.ts'
import type { Activity } from '../../../../src-shared/contract/events.ts'
import type { DocumentReport, Letter } from '../../../../src-shared/contract/schemas.ts'
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
  /** Failed, or completed with gaps, and their dead letters; what was discarded is left out. */
  documentsLossy: number
  letters: number
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

/** What calls came to; `reused` is told by the chunks, so it is 0 here. */
export type Spent = Pick<CommandOutput<'report.run'>, 'tokens' | 'calls' | 'costUsd' | 'spoiltUsd'>

/**
 * Read-only views. Costs of estimates use the price of the model given. What may be long is read in two steps, ids first,
 * then what belongs to some of them, so that no step is (`inSlices`).
 */
export interface ReportStore {
  /** Documents with work left in the order of work; if asked then those that ended, in the order they did. */
  queueIds(ended: boolean): Promise<string[]>
  /**
   * The rows of these documents; ids that are gone have none. At most 1,000. `places` false: whoever has work left stands
   * at 0, for a caller that numbers all of them; a place in the queue costs a count of those before it.
   */
  queueRowsOf(documentIds: string[], model: string, places?: boolean): Promise<QueueRows>
  queueTotals(): Promise<QueueTotals>
  /** The phases that work on this document, or could if nothing were paused. */
  openPhases(documentId: string): Promise<Phase[]>
  /** Jobs that fit, in the order of work. */
  jobIds(filter: CommandArgs<'jobs.list'>): Promise<number[]>
  /** These jobs, in their order; ids that are gone have none. */
  jobRows(ids: number[]): Promise<CommandOutput<'jobs.list'>['jobs']>
  /**
   * Dead letters behind the cursor, at most `limit`, by document in the order of arrival; `cursor` of the answer asks for the
   * next, null ends. Without `discarded` those that wait for a person.
   */
  letters(
    filter: { discarded: boolean; documentId: string | null; cursor: string | null; limit: number },
    model: string,
  ): Promise<{ letters: Letter[]; cursor: string | null }>
  /** How many there are, of all documents or of one. */
  letterCount(discarded: boolean, documentId: string | null): Promise<number>
  /** Ids of the documents that have some, by position. */
  letterIds(discarded: boolean): Promise<string[]>
  /** All documents, or those that ended at or after `since`; by position. */
  reportIds(since: EpochMs | null): Promise<string[]>
  /** The reports of these documents, in their order; ids that are gone have none. */
  documentReports(documentIds: string[], model: string): Promise<DocumentReport[]>
  phaseReports(documentId: string): Promise<CommandOutput<'report.document'>['phases']>
  /** Chunks by ordinal, those from `from` to before `to`. */
  chunkReports(documentId: string, from: number, to: number): Promise<CommandOutput<'report.document'>['chunkRows']>
  /** Of the whole ledger, or of what was settled since. What was paid for deleted documents was paid, too. */
  spent(since: EpochMs | null): Promise<Spent>
  documentPages(documentId: string): Promise<CommandOutput<'document.pages'>>
  /** Null where the document has no such chunk. */
  chunkDetail(documentId: string, ordinal: number): Promise<CommandOutput<'document.chunk'> | null>
  /** Documents that ended, or turned out to be known, since. */
  documentsSince(since: EpochMs): Promise<CommandOutput<'report.run'>['documents']>
  /** Chunks that ended since. */
  chunksSince(since: EpochMs): Promise<CommandOutput<'report.run'>['chunks'] & { reused: number }>
  /** Calls since a time: refused by pacing, paid although a good answer to the same question was there, of unknown outcome. */
  callFaults(since: EpochMs): Promise<{ refused: number; paidTwice: number; unknown: number }>
  /** Completed documents that the offline finder read, whole or in part, with its chunks and their lengths. */
  offlineDocuments(): Promise<{ documents: number; chunks: number; characters: number }>
  /** Their ids, by position. */
  offlineIds(): Promise<string[]>
  /** Puts those of them that are so still back to work for a model; their facts stay until each chunk is replaced. */
  rereadOffline(documentIds: string[], now: EpochMs): Promise<string[]>
  /** Adds to what happened; `seq` and order are the store's. */
  addActivity(entry: Omit<Activity, 'seq'>): Promise<Activity>
  /** Newest first. */
  activity(filter: CommandArgs<'activity.list'>): Promise<Activity[]>
}
