import type { MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages'
import type { LlmPrompt } from '../../engine/ports.ts'
import { modelTraits } from '../../../src-shared/model/models.ts'

/** Generous on purpose: a mark on a prefix that is too short is ignored by the API, a missing one costs money. */
const FEWEST_CHARACTERS_PER_TOKEN = 3

function canBeCached(prompt: LlmPrompt): boolean {
  const characters = prompt.system.length + JSON.stringify(prompt.schema).length
  return characters / FEWEST_CHARACTERS_PER_TOKEN >= modelTraits(prompt.model).cachePrefixTokens
}

/**
 * The body of POST /v1/messages for a prompt, byte for byte the same for the same prompt: no clock, no ids.
 * The schema goes in raw, since the SDK's helpers rewrite it. Thinking is said only to models that think unasked:
 * thinking tokens are billed as output.
 */
export function writeBody(prompt: LlmPrompt): string {
  const body: MessageCreateParamsStreaming = {
    model: prompt.model,
    max_tokens: prompt.maxTokens,
    stream: true,
    ...(modelTraits(prompt.model).thinksByDefault ? { thinking: { type: 'disabled' } } : {}),
    output_config: { format: { type: 'json_schema', schema: prompt.schema } },
    system: [
      {
        type: 'text',
        text: prompt.system,
        ...(canBeCached(prompt) ? { cache_control: { type: 'ephemeral' } } : {}),
      },
    ],
    messages: [{ role: 'user', content: prompt.user }],
  }
  return JSON.stringify(body)
}

/** A body as the SDK takes it; it writes it back to the same bytes. */
export function readBody(body: string): MessageCreateParamsStreaming {
  return JSON.parse(body) as MessageCreateParamsStreaming
}
