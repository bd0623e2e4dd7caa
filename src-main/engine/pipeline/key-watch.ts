import { SluiceError } from '../../../src-shared/contract/errors.ts'
import { sleep } from '../resilience/local-holds.ts'
import type { PipelineContext } from './context.ts'

const LOOK_MS = 2_000

/**
 * Holds the lane while a model is to be asked and there is no key, and opens it when one is there:
 * nothing is sent to find that out.
 */
export function createKeyWatch(context: PipelineContext): { run(): Promise<void> } {
  const { llm, clock } = context.ports
  const look = async () => {
    const missing = (await context.provider()) === 'anthropic' && !(await llm.available())
    const held = context.lane.waiting()?.error?.code === 'key_missing'
    if (missing && !held) context.lane.hold(new SluiceError('key_missing', 'expected an API key, found none'), null)
    if (!missing && held) context.lane.nudge()
  }
  return {
    async run() {
      while (!context.stopping.cancelled) {
        await look()
        await sleep(clock, LOOK_MS, context.stopping).catch(() => {})
      }
    },
  }
}
