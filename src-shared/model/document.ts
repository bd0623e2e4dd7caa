/**
 * `waiting`: the document has begun and waits for its turn or for the lane.
 * The last three are ends; only a person's retry leaves them.
 */
export const DOCUMENT_STATES = ['queued', 'processing', 'waiting', 'completed', 'failed', 'cancelled'] as const
export type DocumentState = (typeof DOCUMENT_STATES)[number]

/** Every page ends in one of these; `scanned` has pictures but no text layer. */
export const PAGE_STATES = ['text', 'empty', 'scanned', 'recognised', 'failed'] as const
export type PageState = (typeof PAGE_STATES)[number]

export const CHUNK_STATES = ['pending', 'completed', 'failed', 'cancelled'] as const
export type ChunkState = (typeof CHUNK_STATES)[number]

export const PRIORITIES = ['high', 'normal', 'low'] as const
export type Priority = (typeof PRIORITIES)[number]

export const PROVIDERS = ['anthropic', 'offline'] as const
export type Provider = (typeof PROVIDERS)[number]

/** How many pages stand in each counted state; the sum is the document's page count. */
export type Coverage = Record<PageState, number>
