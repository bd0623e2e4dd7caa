import { z } from 'zod'
import { count, epochMs, errorInfo, limitRow, pauseState, phase, queueRow } from './schemas.ts'

/** Why nothing is sent at the moment; `until` is when the engine will try next, where that is known. */
export const waitReason = z.object({
  kind: z.enum(['requests', 'input tokens', 'output tokens', 'retry-after', 'ramp', 'delay', 'paused', 'service']),
  text: z.string(),
  since: epochMs,
  until: epochMs.nullable(),
  error: errorInfo.nullable(),
  needsPerson: z.boolean(),
})
export type WaitReason = z.output<typeof waitReason>

export const engineState = z.enum(['running', 'paused', 'waiting', 'idle'])
export type EngineState = z.output<typeof engineState>

/** What the engine does now: replaced as a whole, so that a late subscriber is right with the next one. */
export const progress = z.object({
  state: engineState,
  waitReason: waitReason.nullable(),
  /** While a document is being finished the state is that of its work. */
  paused: pauseState,
  provider: z.string(),
  current: z
    .object({
      documentId: z.string(),
      name: z.string(),
      phase,
      chunksDone: count,
      chunksTotal: count,
      pagesDone: count,
      pages: count.nullable(),
    })
    .nullable(),
  documentsLeft: count,
  documentsEnded: count,
  chunksLeft: count,
  utilisationPct: z.number(),
  tokensPerMinute: count,
  /** Of all answers since the engine was made. */
  tokens: count,
  costUsd: z.number(),
  etaMs: z.number().nullable(),
  /** Time a chunk takes at the present pace; null until one was finished. */
  msPerChunk: z.number().nullable(),
  /** Documents being worked on in any phase. */
  documentsWorking: count,
  /** Documents that failed or have gaps, and their dead letters: what needs a person. What was discarded is left out. */
  documentsLossy: count,
  letters: count,
  /** Since midnight UTC. */
  today: z.object({ costUsd: z.number(), refused: count, paidTwice: count, unknown: count }),
  /** What the chunks that wait will cost by today's estimate. */
  waitingCostUsd: z.number(),
})
export type Progress = z.output<typeof progress>

/** The token window as it is drawn: a sample now and then, the last ten minutes on demand. */
export const tokenWindow = z.object({
  at: epochMs,
  windowMs: z.number(),
  model: z.string(),
  limits: z.array(limitRow),
  /** Up while calls go, down while one waits for its slot; held by a service, paused by a person. */
  gate: z.enum(['open', 'shut', 'held', 'paused']),
  callsInFlight: count,
})
export type TokenWindow = z.output<typeof tokenWindow>

/** Rows of the queue that are new or changed, as a whole, and ids of those that are gone. */
export const rowChanges = z.object({ changed: z.array(queueRow), removed: z.array(z.string()) })
export type RowChanges = z.output<typeof rowChanges>

/** Every event stream of the engine, by name. `activity` is what happened, in order; the others coalesce. */
export const EVENTS = {
  progress,
  window: tokenWindow,
  rows: rowChanges,
  activity: z.object({
    seq: count,
    at: epochMs,
    kind: z.string(),
    documentId: z.string().nullable(),
    /** One sentence for a person. */
    text: z.string(),
  }),
} as const

export type EventName = keyof typeof EVENTS
export type EventPayload<K extends EventName> = z.output<(typeof EVENTS)[K]>
export type Activity = EventPayload<'activity'>

export const engineEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), data: EVENTS.progress }),
  z.object({ type: z.literal('window'), data: EVENTS.window }),
  z.object({ type: z.literal('rows'), data: EVENTS.rows }),
  z.object({ type: z.literal('activity'), data: EVENTS.activity }),
])
export type EngineEvent = z.output<typeof engineEvent>
