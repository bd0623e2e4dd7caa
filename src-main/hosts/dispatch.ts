import { COMMANDS, type CommandArgs, type CommandName, type CommandOutput } from '../../src-shared/contract/commands.ts'
import { asSluiceError, SluiceError } from '../../src-shared/contract/errors.ts'
import type { EngineEvent } from '../../src-shared/contract/events.ts'
import type { Engine } from '../engine/index.ts'
import type { Api } from './api.ts'
import { wrongInput } from './wrong-input.ts'

/**
 * Runs one command: every transport ends here. What comes in is parsed, what goes wrong is a SluiceError
 * (`usage` for an input out of shape, `internal` for a bug).
 */
export async function dispatch<K extends CommandName>(
  engine: Pick<Engine, 'commands'>,
  name: K,
  input: unknown,
): Promise<CommandOutput<K>> {
  const parsed = COMMANDS[name].input.safeParse(input)
  if (!parsed.success) {
    throw new SluiceError('usage', `${name} ${wrongInput(parsed.error.issues, input)}`)
  }
  try {
    return await engine.commands[name](parsed.data as CommandArgs<K>)
  } catch (thrown) {
    throw asSluiceError(thrown)
  }
}

/** The contract in the owner's own process: no transport at all. */
export function localApi(engine: Pick<Engine, 'commands' | 'events'>): Api {
  return {
    call: (name, input) => dispatch(engine, name, input),
    events: (signal) => endingWith(engine.events(), signal),
  }
}

/**
 * The same stream, ended when the signal aborts, even while the next event is awaited. Each wait has a promise of its own:
 * racing against one that lives as long as the stream would keep every event of days in memory.
 */
export async function* endingWith(
  events: AsyncIterableIterator<EngineEvent>,
  signal: AbortSignal,
): AsyncGenerator<EngineEvent> {
  // Giving the subscription back wakes who waits for its next event. A race against a promise for the abort would keep
  // every event that it ever gave, for as long as the stream lasts.
  const end = () => void events.return?.()
  signal.addEventListener('abort', end, { once: true })
  try {
    while (!signal.aborted) {
      const next = await events.next()
      if (next.done || signal.aborted) return
      yield next.value
    }
  } finally {
    signal.removeEventListener('abort', end)
    end()
  }
}
