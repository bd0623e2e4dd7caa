import { describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS, type Settings } from '../../../src-shared/model/settings.ts'
import type { LlmPrompt } from '../ports.ts'
import { fakeKeys, silentLogger } from '../testing/engine-suite/fake-ports.ts'
import { createVirtualClock } from '../testing/virtual-clock.ts'
import { createCancellation } from '../resilience/cancellation.ts'
import { createModelGates } from './model-gates.ts'

const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  requestsPerMinute: 1_000,
  inputTokensPerMinute: 100_000,
  outputTokensPerMinute: 100_000,
}

/** Over what one of them has kept, the next begins. */
function open() {
  const clock = createVirtualClock()
  const kept: Record<string, unknown> = {}
  const store = {
    readSettings: (prefix: string) =>
      Promise.resolve(Object.fromEntries(Object.entries(kept).filter(([name]) => name.startsWith(prefix)))),
    writeSetting: (name: string, value: unknown) => Promise.resolve(void (kept[name] = value)),
    windowCalls: () => Promise.resolve([]),
  }
  const gates = (settings = SETTINGS) =>
    createModelGates(
      { clock, logger: silentLogger, store, keys: fakeKeys(() => ({ key: 'a key' })) },
      () => settings,
      () => {},
    )
  return { clock, gates }
}

const prompt = (model: string): LlmPrompt => ({
  model,
  system: '',
  user: 'x'.repeat(30_000),
  schema: {},
  maxTokens: 1_000,
})
const HAIKU = 'claude-haiku-5-5'
/** Another of its family. */
const TWIN = 'claude-haiku-5-5-20261001'

describe('the gates of models', () => {
  it('let the models of one family wait for one another, and no other family', async () => {
    const { clock, gates } = open()
    const all = gates()
    const granted: string[] = []
    const ask = async (name: string, model: string) => {
      const gate = await all.of(model)
      const estimate = { input: 70_000, output: 10, maxOutput: 10 }
      void gate.reserve(estimate, createCancellation()).then((reservation) => {
        granted.push(name)
        reservation?.sent()
        reservation?.headers()
        reservation?.settle({ input: 70_000, output: 10, cacheRead: 0, cacheWrite: 0 })
      })
      await clock.advance(0)
    }
    await ask('first', HAIKU)
    await ask('second of its family', TWIN)
    await ask('other family', 'claude-sonnet-5-5')
    await clock.advance(10_000)
    expect(granted).toEqual(['first', 'other family'])
    expect(all.waiting()).not.toBeNull()
    await clock.advance(120_000)
    expect(granted).toEqual(['first', 'other family', 'second of its family'])
    expect(all.statistics().map(({ family }) => family)).toContain('sonnet-5')
  })

  it('ask for no longer answer than the model has', async () => {
    const gates = open().gates({ ...SETTINGS, maxOutputTokens: 20_000 })
    const budgets = async (model: string) => {
      const gate = await gates.of(model)
      return [gate.maxTokens(false), gate.maxTokens(true)]
    }
    expect(await budgets(HAIKU)).toEqual([20_000, 40_000])
    expect(await budgets('a model of tomorrow')).toEqual([20_000, 32_000])
  })

  it('learn what characters are in tokens by model, for models count differently, and keep it', async () => {
    const { gates } = open()
    const before = gates()
    const [haiku, twin] = [await before.of(HAIKU), await before.of(TWIN)]
    const usage = (input: number) => ({ input, output: 500, cacheRead: 0, cacheWrite: 0 })
    for (let n = 0; n < 40; n += 1) {
      haiku.observe(prompt(HAIKU), usage(10_000))
      twin.observe(prompt(TWIN), usage(13_000))
    }
    const ratio = twin.estimate(prompt(TWIN)).input / haiku.estimate(prompt(HAIKU)).input
    expect(ratio).toBeGreaterThan(1.25)
    expect(ratio).toBeLessThan(1.35)
    expect(before.unsaved()).toBe(true)
    await before.save()
    expect(before.unsaved()).toBe(false)
    const after = gates()
    expect((await after.of(TWIN)).estimate(prompt(TWIN))).toEqual(twin.estimate(prompt(TWIN)))
    expect((await after.of(HAIKU)).estimate(prompt(HAIKU))).toEqual(haiku.estimate(prompt(HAIKU)))
    expect(after.unsaved()).toBe(false)
  })
})
