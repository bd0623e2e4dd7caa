import type { LlmFailure, LlmReply } from '../../ports.ts'

/** A request that reached the API, and what the API will charge for it. */
export interface Request {
  document: string
  input: number
  output: number
  billed: boolean
  /** Its outcome cannot be known to who asked: a timeout, a torn answer, a broken connection. */
  outcomeLost: boolean
}

/** How the API answers a request, and after how many milliseconds. */
export interface Handled {
  request: Request
  headersAfter: number
  answerAfter: number
  answer(): { reply: LlmReply } | { failure: LlmFailure }
}
