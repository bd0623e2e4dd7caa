import type { RawMessageStreamEvent, StopReason } from '@anthropic-ai/sdk/resources/messages'
import { describe, expect, it } from 'vitest'
import { nothingYet, STOP_REASONS, takeEvent } from './answer-stream.ts'

const EXPECTED: Record<string, string> = {
  end_turn: 'end_turn',
  max_tokens: 'max_tokens',
  model_context_window_exceeded: 'max_tokens',
  refusal: 'refusal',
  stop_sequence: 'other',
  tool_use: 'other',
  pause_turn: 'other',
}

function stoppedBy(reason: string | null) {
  const answer = nothingYet()
  const delta = { stop_reason: reason as StopReason | null, stop_sequence: null }
  takeEvent(answer, { type: 'message_delta', delta, usage: { output_tokens: 1 } } as RawMessageStreamEvent)
  return answer.stopReason
}

describe('the table of stop reasons', () => {
  it.each(Object.keys(STOP_REASONS))('%s', (reason) => {
    expect(stoppedBy(reason)).toBe(EXPECTED[reason])
  })

  it('takes one that is not in it, or none, for no reason of ours', () => {
    expect([stoppedBy('a_reason_of_tomorrow'), stoppedBy(null)]).toEqual(['other', 'other'])
  })
})
