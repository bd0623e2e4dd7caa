import type { CommandOutput } from '../../../src-shared/contract/commands.ts'
import type { TokenWindow } from '../../../src-shared/contract/events.ts'
import type { LimitRow } from '../../../src-shared/contract/schemas.ts'
import type { ModelGates } from '../limiter/model-gates.ts'
import type { PipelineContext } from '../pipeline/context.ts'
import { sleep } from '../resilience/local-holds.ts'
import { heldFor } from './progress.ts'

/** Twelve samples a window, over ten windows: the last ten minutes of a real one. */
const STEPS_A_WINDOW = 12
const KEPT = 10 * STEPS_A_WINDOW

/** The token window as people see it: its level now, and the last ten minutes. */
export interface WindowSource {
  now(): Promise<TokenWindow>
  read(): Promise<CommandOutput<'window.get'>>
  /** Samples until the engine stops. */
  run(): Promise<void>
}

type History = CommandOutput<'window.get'>['history']

export function createWindowSource(context: PipelineContext, gates: ModelGates): WindowSource {
  const { clock } = context.ports
  const history: History = { requests: [], input: [], output: [] }
  const windowMs = () => context.settings().limitWindowSeconds * 1000
  const limits = async () => {
    const { model } = context.settings()
    const { family } = await gates.of(model)
    return gates.statistics().filter((row) => row.family === family)
  }
  const now = async (): Promise<TokenWindow> => {
    const rows = await limits()
    return {
      at: clock.now(),
      windowMs: windowMs(),
      model: context.settings().model,
      limits: rows,
      gate: await gateOf(context, gates),
      // Requests that are set aside are calls without an answer; one that waits for its turn is none.
      callsInFlight: rows.find(({ dimension }) => dimension === 'requests')?.reserved ?? 0,
    }
  }
  const keep = (rows: LimitRow[]) => {
    for (const { dimension, used } of rows) {
      history[dimension].push(used)
      if (history[dimension].length > KEPT) history[dimension].shift()
    }
  }
  return {
    now,
    read: async () => ({ now: await now(), stepMs: windowMs() / STEPS_A_WINDOW, history }),
    async run() {
      while (!context.stopping.cancelled) {
        // A store that fails once leaves a sample out.
        const rows = await limits().catch(() => [])
        keep(rows)
        // The level falls with time alone.
        if (rows.some(({ used }) => used > 0)) context.stepped.notify()
        await sleep(clock, windowMs() / STEPS_A_WINDOW, context.stopping).catch(() => {})
      }
    },
  }
}

async function gateOf(context: PipelineContext, gates: ModelGates): Promise<TokenWindow['gate']> {
  if (context.pauses.blocks('kg_ingest')) return 'paused'
  if (heldFor(await context.provider(), context)) return 'held'
  return gates.waiting() ? 'shut' : 'open'
}
