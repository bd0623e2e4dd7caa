import { isErrorCode, type ErrorCode } from '../../../src-shared/contract/errors.ts'
import type { PageText } from '../../engine/ports.ts'

/** To the reader process. `start` comes once and first; then one document at a time: open, next…, close. */
export type ReaderRequest =
  | { kind: 'start'; memoryMegabytes: number }
  | { kind: 'open'; path: string; fromPage: number }
  | { kind: 'next' }
  | { kind: 'close' }

/** From the reader process. Each request but `start` is answered once; `reading` comes unasked, before each page. */
export type ReaderReply =
  | { kind: 'opened'; pages: number; title: string | null }
  | { kind: 'pages'; pages: PageText[] }
  | { kind: 'closed'; rssMegabytes: number }
  | { kind: 'failed'; code: ErrorCode; message: string }
  | { kind: 'reading'; page: number }

/** Exit code of a reader that passed its memory; chosen to be no code of Node's, of a shell's or of a signal. */
export const MEMORY_EXIT_CODE = 86

/** What a process full of document code sends is doubted: the reply, or null if it is none of ours. */
export function parseReply(message: unknown): ReaderReply | null {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return null
  const reply = message as Record<string, unknown>
  const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value)
  const holds: Record<string, () => boolean> = {
    opened: () => isNumber(reply['pages']) && (reply['title'] === null || typeof reply['title'] === 'string'),
    pages: () => Array.isArray(reply['pages']) && reply['pages'].every(isPage),
    closed: () => isNumber(reply['rssMegabytes']),
    failed: () => isErrorCode(reply['code']) && typeof reply['message'] === 'string',
    reading: () => isNumber(reply['page']),
  }
  return typeof reply['kind'] === 'string' && holds[reply['kind']]?.() ? (message as ReaderReply) : null
}

function isPage(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const page = value as Record<string, unknown>
  return Number.isInteger(page['number']) && typeof page['label'] === 'string' && typeof page['text'] === 'string'
}
