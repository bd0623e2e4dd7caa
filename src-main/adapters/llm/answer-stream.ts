import type {
  MessageDeltaUsage,
  RawMessageStreamEvent,
  StopReason,
  Usage as ApiUsage,
} from '@anthropic-ai/sdk/resources/messages'
import type { Usage } from '../../../src-shared/model/usage.ts'
import type { LlmReply } from '../../engine/ports.ts'

/** What has come of an answer so far. */
export interface AnswerSoFar {
  text: string
  stopReason: LlmReply['stopReason']
  usage: Usage | null
  /** The API said that this was all. Without it an answer is torn, however whole it looks. */
  complete: boolean
}

export function nothingYet(): AnswerSoFar {
  return { text: '', stopReason: 'other', usage: null, complete: false }
}

/** The counters are totals; those that an event leaves out keep their last value. */
function usageAfter(before: Usage | null, api: ApiUsage | MessageDeltaUsage): Usage {
  return {
    input: api.input_tokens ?? before?.input ?? 0,
    output: api.output_tokens,
    cacheRead: api.cache_read_input_tokens ?? before?.cacheRead ?? 0,
    cacheWrite: api.cache_creation_input_tokens ?? before?.cacheWrite ?? 0,
  }
}

/** What each of the API's reasons to stop means for an answer. Tools, stop words and pauses are never asked for. */
export const STOP_REASONS: Record<StopReason, LlmReply['stopReason']> = {
  end_turn: 'end_turn',
  max_tokens: 'max_tokens',
  // As little of it is whole, and the same repair helps: less text.
  model_context_window_exceeded: 'max_tokens',
  refusal: 'refusal',
  stop_sequence: 'other',
  tool_use: 'other',
  pause_turn: 'other',
}

function stopReasonOf(reason: StopReason | null): LlmReply['stopReason'] {
  return (reason === null ? undefined : STOP_REASONS[reason]) ?? 'other'
}

/** Takes one event of the stream into the answer. Thinking is no part of the text. */
export function takeEvent(answer: AnswerSoFar, event: RawMessageStreamEvent): void {
  switch (event.type) {
    case 'message_start':
      answer.usage = usageAfter(null, event.message.usage)
      break
    case 'content_block_start':
      if (event.content_block.type === 'text') answer.text += event.content_block.text
      break
    case 'content_block_delta':
      if (event.delta.type === 'text_delta') answer.text += event.delta.text
      break
    case 'message_delta':
      answer.usage = usageAfter(answer.usage, event.usage)
      answer.stopReason = stopReasonOf(event.delta.stop_reason)
      break
    case 'message_stop':
      answer.complete = true
      break
    case 'content_block_stop':
      break
  }
}
