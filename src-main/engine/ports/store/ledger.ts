import type { MicroUsd } from '../../../../src-shared/model/money.ts'
import type { Usage } from '../../../../src-shared/model/usage.ts'
import type { ErrorCode } from '../../../../src-shared/contract/errors.ts'
import type { LlmReply } from '../llm.ts'
import type { EpochMs } from '../system.ts'

/** Tokens set aside for a call before it is sent. */
export interface CallEstimate {
  input: number
  /** The learned 95th percentile: what the window books. */
  output: number
  /** The request's max_tokens: what a server may hold until the end. */
  maxOutput: number
}

export interface NewCall {
  documentId: string
  chunkId: number
  model: string
  family: string
  /** Same key, same meaning: an answer for it can be used again. */
  answerKey: string
  /** Hash of the exact body. */
  requestSha: string
  /** 0 for the first question; repairs count up. */
  pass: number
  estimate: CallEstimate
  /** What it costs at most: shown for unknown calls. */
  worstCost: MicroUsd
}

export interface LedgerAnswer {
  callId: number
  /** The chunk it was asked for. */
  chunkId: number
  text: string
  stopReason: LlmReply['stopReason']
  verdict: 'unjudged' | 'valid' | 'spoilt'
}

/** Answers that were erased: valid ones, which the same text would have been answered with for nothing, and their cost. */
export interface Erased {
  answers: number
  cost: MicroUsd
}

/** A call as the token window sees it. */
export interface WindowCall {
  callId: number
  sentAt: EpochMs
  endedAt: EpochMs | null
  estimate: CallEstimate
  /** Null while the outcome is open or unknown: then the estimate stays booked. */
  usage: Usage | null
  /** The API said no before counting tokens. */
  refused: boolean
}

/** One row per API call, ever. */
export interface LedgerStore {
  /**
   * The latest answer for a key that is valid or not yet judged. Spoilt ones are never given; one that is not what was
   * recorded becomes spoilt, with an event that says so; one that was erased is none.
   */
  findAnswer(answerKey: string): Promise<LedgerAnswer | null>
  /**
   * The chunk's own answer to a question, if it is spoilt: what was broken off then goes on behind it. None from before a person
   * had the chunk asked again.
   */
  findSpoilt(question: Pick<NewCall, 'documentId' | 'chunkId' | 'answerKey'>): Promise<LedgerAnswer | null>
  /** Durable before the request leaves. */
  markSent(call: NewCall, now: EpochMs): Promise<number>
  /** Durable before the answer is parsed. If its document was deleted meanwhile, the cost alone is kept. */
  recordAnswer(callId: number, reply: LlmReply, cost: MicroUsd, now: EpochMs): Promise<void>
  recordRefusal(
    callId: number,
    failure: { status: number | null; code: ErrorCode; message: string; requestId: string | null },
    now: EpochMs,
  ): Promise<void>
  /** Sent, no whole answer: possibly paid. `usage` is what had been reported before it broke. */
  recordUnknown(
    callId: number,
    failure: { code: ErrorCode; message: string; usage: Usage | null },
    now: EpochMs,
  ): Promise<void>
  /** Whether the service failed for a chunk and then answered another: so it may be the chunk. */
  failedAlone(documentId: string, chunkId: number): Promise<boolean>
  judgeSpoilt(callId: number, reason: string, now: EpochMs): Promise<void>
  /** Calls of a family that may still count in a window that starts at `since`. */
  windowCalls(family: string, since: EpochMs): Promise<WindowCall[]>
  /** Cost since a time, unknown calls at their worst. */
  spentSince(since: EpochMs): Promise<MicroUsd>
  /** Whether a model has ever answered in this data folder. */
  hasPaidAnswers(): Promise<boolean>
}
