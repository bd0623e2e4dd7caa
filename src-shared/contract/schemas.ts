import { z } from 'zod'
import { CHUNK_STATES, DOCUMENT_STATES, PAGE_STATES, PRIORITIES, PROVIDERS } from '../model/document.ts'
import { JOB_STATUSES, PHASES } from '../model/phase.ts'
import { ERRORS, type ErrorCode } from './errors.ts'

/** Building blocks of the contract's inputs and outputs. Money leaves the engine in dollars (`costUsd`). */
export const count = z.number().int().nonnegative()
export const epochMs = z.number().int()
export const phase = z.enum(PHASES)
export const priority = z.enum(PRIORITIES)
export const provider = z.enum(PROVIDERS)
export const documentState = z.enum(DOCUMENT_STATES)
export const errorCode = z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]])

export const errorInfo = z.object({ code: errorCode, message: z.string(), remedy: z.string() })

export const tokens = z.object({ input: count, output: count, cacheRead: count, cacheWrite: count })
/** What was paid; of it `spoiltUsd` for answers that were of no use, though a repair may have mended their chunk. */
export const paid = { costUsd: z.number(), spoiltUsd: z.number() }
export const calls = z.object({ answered: count, refused: count, unknown: count, reused: count })
export const graphCounts = z.object({ episodes: count, entities: count, relationships: count, mentions: count })
export type GraphCounts = z.output<typeof graphCounts>

/** Pages that were lost, and why. An empty or scanned page in a document that has text elsewhere is no gap. */
export const gap = z.object({
  pages: z.array(count),
  code: errorCode,
  message: z.string(),
  remedy: z.string(),
  /** A person wants nothing more of it: lost all the same, but it needs nobody. */
  discarded: z.boolean(),
})
export type Gap = z.output<typeof gap>

export const coverage = z.object(
  Object.fromEntries(PAGE_STATES.map((s) => [s, count])) as Record<(typeof PAGE_STATES)[number], typeof count>,
)

export const chunkCounts = z.object({ total: count, completed: count, failed: count, cancelled: count })

/** What the chunks of a document will cost by today's estimate; null until its chunks are known or when nothing is paid. */
export const estimate = z.object({ input: count, output: count, costUsd: z.number() }).nullable()

export const documentReport = z.object({
  id: z.string(),
  name: z.string(),
  path: z.string(),
  title: z.string().nullable(),
  /** Hex hash of the bytes: what `/blob/<sha256>` serves; null until ingestion is over. */
  sha256: z.string().nullable(),
  /** When the stored copy of its bytes was removed by its age; the same file, added again, takes its place. */
  fileRemovedAt: epochMs.nullable(),
  bytes: count,
  group: z.string(),
  provider: provider.nullable(),
  state: documentState,
  addedAt: epochMs,
  endedAt: epochMs.nullable(),
  pages: count.nullable(),
  coverage,
  chunks: chunkCounts,
  tokens,
  calls,
  ...paid,
  estimate,
  seconds: z.number(),
  gaps: z.array(gap),
  error: errorInfo.nullable(),
  /** Of a failed one: a person wants nothing more of it. */
  discarded: z.boolean(),
})
export type DocumentReport = z.output<typeof documentReport>

export const phaseReport = z.object({
  phase,
  status: z.enum(JOB_STATUSES),
  parts: count,
  retries: count,
  startedAt: epochMs.nullable(),
  completedAt: epochMs.nullable(),
  seconds: z.number(),
  error: errorInfo.nullable(),
})

export const chunkReport = z.object({
  ordinal: count,
  pages: z.array(count),
  /** Headings above it, outermost first. */
  headings: z.array(z.string()),
  state: z.enum(CHUNK_STATES),
  /** Questions after the first: a larger budget, halves. */
  repairs: count,
  estimated: z.object({ input: count, output: count }),
  tokens,
  calls,
  ...paid,
  seconds: z.number(),
  facts: count,
  droppedFacts: count,
  /** When the answer to its text was removed by its age; asked again, it would be paid again. */
  answerRemovedAt: epochMs.nullable(),
  error: errorInfo.nullable(),
  /** Of a failed one: a person wants nothing more of it. */
  discarded: z.boolean(),
})

/** A document as a row of the queue. Shares of phases are derived from its counts. */
export const queueRow = z.object({
  id: z.string(),
  name: z.string(),
  state: documentState,
  phase: phase.nullable(),
  /** Status of the job of each phase; null where there is none yet. */
  phases: z.record(phase, z.enum(JOB_STATUSES).nullable()),
  position: count.nullable(),
  priority,
  provider: provider.nullable(),
  group: z.string(),
  bytes: count,
  addedAt: epochMs,
  endedAt: epochMs.nullable(),
  pages: count.nullable(),
  pagesDone: count,
  chunks: chunkCounts,
  /** How many gaps a completed document has. */
  gaps: count,
  /** Dead letters that wait for a person: 1 for a failed document, else its failed pages and chunks; discarded ones left out. */
  letters: count,
  costUsd: z.number(),
  estimate,
  error: errorInfo.nullable(),
})
export type QueueRow = z.output<typeof queueRow>

/**
 * A dead letter: a document that failed, or a page or chunk that a completed document has lost. Waits for a person, who
 * has it tried again or discards it.
 */
export const letter = z.object({
  kind: z.enum(['document', 'page', 'chunk']),
  documentId: z.string(),
  name: z.string(),
  /** The phase in which it ended. */
  phase,
  /** Of a chunk: its ordinal, from 0. */
  chunk: count.nullable(),
  /** The page itself, or those that the chunk stands on; empty for a document. */
  pages: z.array(count),
  error: errorInfo,
  since: epochMs,
  ...paid,
  calls,
  /** Whether what the model said last is kept: `document.chunk` gives it. */
  answer: z.boolean(),
  /** What asking again would cost; null where nothing tells, or nothing is paid. */
  estimate,
  discarded: z.boolean(),
})
export type Letter = z.output<typeof letter>

/** What a person paused. `finishing`: the document that still goes on to its end although all is paused, or null. */
export const pauseState = z.object({ all: z.boolean(), phases: z.array(phase), finishing: z.string().nullable() })
export type PauseState = z.output<typeof pauseState>

export const limitRow = z.object({
  family: z.string(),
  dimension: z.enum(['requests', 'input', 'output']),
  limit: count,
  allowed: count,
  used: count,
  /** The part of `used` that is set aside for calls without an answer yet. */
  reserved: count,
  utilisationPct: z.number(),
  peakPct: z.number(),
  nextSlotMs: z.number(),
  waitReason: z.string().nullable(),
  /** `assumed` until the API has named its limit, then `learned`; `set` by a person. */
  source: z.enum(['assumed', 'learned', 'set']),
})
export type LimitRow = z.output<typeof limitRow>

export const totals = z.object({
  documents: count,
  chunks: chunkCounts,
  tokens,
  calls,
  ...paid,
  graph: graphCounts,
})
