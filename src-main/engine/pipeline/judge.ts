import { extractionAnswer, type ExtractionAnswer } from '../../../src-shared/model/extraction.ts'
import type { ErrorCode } from '../../../src-shared/contract/errors.ts'
import type { LlmReply } from '../ports.ts'

export type Judgement =
  | { valid: true; answer: ExtractionAnswer }
  /** Paid and not usable; `code` says which repair may help. */
  | { valid: false; code: Extract<ErrorCode, 'model_refused' | 'answer_truncated' | 'answer_spoilt'>; reason: string }

/** Whether an answer keeps the promise of its schema. The stop reason comes first: it explains a broken text. */
export function judge(text: string, stopReason: LlmReply['stopReason']): Judgement {
  if (stopReason === 'refusal') return { valid: false, code: 'model_refused', reason: 'the model declined to answer' }
  if (stopReason === 'max_tokens') {
    return { valid: false, code: 'answer_truncated', reason: 'the answer was cut at max_tokens' }
  }
  const json = parseJson(text)
  if (json === undefined) return spoilt(`expected JSON, came ${text.length} characters that are none`)
  const parsed = extractionAnswer.safeParse(json)
  if (parsed.success) return { valid: true, answer: parsed.data }
  const issue = parsed.error.issues[0]
  return spoilt(
    `expected the answer's schema, came ${issue?.path.join('.') || 'an answer'}: ${issue?.message ?? 'unfit'}`,
  )
}

function spoilt(reason: string): Judgement {
  return { valid: false, code: 'answer_spoilt', reason }
}

/** Models wrap JSON in a fence now and then; what is inside is what was asked for. */
function parseJson(text: string): unknown {
  const bare = text.trim().replace(/^```(?:json)?\s*|\s*```$/g, '')
  try {
    return JSON.parse(bare, (_, value: unknown) => (typeof value === 'string' ? storable(value) : value))
  } catch {
    return undefined
  }
}

/** Escapes can say what is no text (half a character, a NUL): the database would give back another one than it was given. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', ' ')
}
