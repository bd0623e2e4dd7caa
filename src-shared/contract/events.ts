import { z } from 'zod'
import { count, epochMs, errorInfo, phase } from './schemas.ts'

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
  costUsd: z.number(),
  etaMs: z.number().nullable(),
})
export type Progress = z.output<typeof progress>

/** Every event stream of the engine, by name. `activity` is what happened, in order; `progress` coalesces. */
export const EVENTS = {
  progress,
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
  z.object({ type: z.literal('activity'), data: EVENTS.activity }),
])
export type EngineEvent = z.output<typeof engineEvent>
