import type { CallFailure } from './behaviours.ts'
import type { Limits } from './minute.ts'

/** A request as it arrives. */
export interface Arrival {
  document: string
  user: string
  maxTokens: number
  /** Of the whole body: what input is counted by. */
  characters: number
  /** Who asks: what is said to one client another may not know. */
  client: object
  /** What is said to one key binds no other. */
  key: string | null
}

/** A request that reached the API, and what the API will charge for it. */
export interface Request {
  document: string
  input: number
  output: number
  billed: boolean
  /** Its outcome cannot be known to who asked: a timeout, a torn answer, a broken connection. */
  outcomeLost: boolean
}

export interface Answer {
  text: string
  stopReason: 'end_turn' | 'max_tokens' | 'refusal'
  input: number
  output: number
  requestId: string
  limits: Limits
}

export interface Failure {
  what: CallFailure
  retryAfterMs: number | null
  /** Input tokens that were named before the answer was lost. */
  input: number | null
  limits: Limits
}

/** How the API answers a request, and after how many milliseconds. */
export interface Handled {
  request: Request
  headersAfter: number
  answerAfter: number
  answer(): { answer: Answer } | { failure: Failure }
}
