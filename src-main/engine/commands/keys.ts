import { SluiceError } from '../../../src-shared/contract/errors.ts'
import { LlmCallError } from '../ports.ts'
import { classify } from '../resilience/classify.ts'
import type { CommandTools, Some } from './tools.ts'

export function keyCommands(tools: CommandTools): Some<'key.get' | 'key.set' | 'key.check'> {
  const { context } = tools
  const { keys, llm } = context.ports
  return {
    async 'key.get'() {
      return { key: await keys.describe() }
    },
    async 'key.set'({ key }) {
      const source = key === null ? null : await keys.set(key)
      if (key === null) await keys.clear()
      await context.keyChanged()
      await context.tryAgain()
      await (key === null
        ? context.activity('key.forgotten', null, 'the API key was forgotten')
        : context.activity('key.saved', null, 'an API key was saved'))
      return { source }
    },
    async 'key.check'() {
      const { model } = context.settings()
      const none = { requests: null, input: null, output: null }
      try {
        const { requests, input, output } = await llm.check(model)
        const limits = {
          requests: requests?.limit ?? null,
          input: input?.limit ?? null,
          output: output?.limit ?? null,
        }
        return { ok: true, model, error: null, limits }
      } catch (thrown) {
        if (!(thrown instanceof LlmCallError)) throw thrown
        const { code } = classify(thrown.failure)
        return { ok: false, model, error: new SluiceError(code, thrown.failure.message).info, limits: none }
      }
    },
  }
}
