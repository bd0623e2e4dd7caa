import type { Progress, WaitReason } from '../../../src-shared/contract/events.ts'
import type { PauseState } from '../../../src-shared/contract/schemas.ts'
import type { Provider } from '../../../src-shared/model/document.ts'
import { costOf } from '../../../src-shared/model/models.ts'
import { toUsd } from '../../../src-shared/model/money.ts'
import { NO_USAGE } from '../../../src-shared/model/usage.ts'
import { startOfUtcDay } from '../pipeline/dates.ts'
import type { LimitRow } from '../../../src-shared/contract/commands.ts'
import type { PipelineContext } from '../pipeline/context.ts'
import { PHASES } from '../../../src-shared/model/phase.ts'
import type { QueueTotals } from '../ports.ts'
import type { ModelGates } from '../limiter/model-gates.ts'

/** What the engine does now, and what holds it. */
export interface ProgressSource {
  read(): Promise<Progress>
  /** A chunk was committed: the pace behind the ETA. */
  chunkEnded(): void
  delayed(until: number | null): void
}

/** Sums over the day's ledger are looked up at most so often: they are for people. */
const TODAY_FRESH_MS = 1_000

/** How much of the last pace the estimate keeps at each chunk. */
const MEMORY = 0.9

export function createProgress(context: PipelineContext, gates: ModelGates, working: () => boolean): ProgressSource {
  const { clock, store } = context.ports
  let lastEndAt: number | null = null
  let msPerChunk: number | null = null
  let delayedUntil: { since: number; until: number } | null = null

  const today = createToday(context)
  const waiting = (stuck: boolean, provider: Provider): WaitReason | null => {
    if (!working()) return null
    const paused = context.pauses.state()
    if (stopped(paused)) return reason('paused', 'paused: resume to go on', clock.now(), null)
    if (stuck) return reason('paused', `paused: ${paused.phases.join(', ')}; resume to go on`, clock.now(), null)
    const held = heldFor(provider, context) ?? gates.waiting()
    if (held) return held
    return delayedUntil && reason('delay', 'pause between two documents', delayedUntil.since, delayedUntil.until)
  }

  return {
    chunkEnded() {
      const now = clock.monotonic()
      if (lastEndAt !== null) {
        const took = now - lastEndAt
        msPerChunk = msPerChunk === null ? took : msPerChunk * MEMORY + took * (1 - MEMORY)
      }
      lastEndAt = now
    },
    delayed(until) {
      delayedUntil = until === null ? null : { since: clock.now(), until }
    },
    async read() {
      const totals = await store.queueTotals()
      const limits = gates.statistics()
      const stuck = await pausedPhasesHoldAll(context, totals)
      const provider = await context.provider()
      const waitReason = waiting(stuck, provider)
      const busy = totals.documentsLeft > 0
      const cost = await store.spentSince(context.run.startedAt())
      return {
        state: stateOf(context, busy, stuck, waitReason, working()),
        waitReason: busy
          ? (waitReason ??
            (working()
              ? null
              : reason('service', 'nothing works the queue: start it with ingest or serve', clock.now(), null)))
          : null,
        paused: context.pauses.state(),
        provider,
        current: totals.current,
        documentsLeft: totals.documentsLeft,
        documentsEnded: totals.documentsEnded,
        chunksLeft: totals.chunksLeft,
        utilisationPct: Math.max(0, ...limits.map((row) => row.utilisationPct)),
        tokensPerMinute: Math.round((tokensUsed(limits) * 60) / context.settings().limitWindowSeconds),
        tokens: context.run.tokens,
        costUsd: toUsd(cost),
        msPerChunk,
        documentsWorking: totals.documentsWorking,
        documentsLossy: totals.documentsLossy,
        letters: totals.letters,
        today: await today(),
        waitingCostUsd: toUsd(costOf(context.settings().model, { ...NO_USAGE, ...totals.waiting })),
        etaMs: msPerChunk !== null && totals.chunksLeft > 0 ? Math.round(msPerChunk * totals.chunksLeft) : null,
      }
    },
  }
}

/** What holds whoever reads: the finder sends nothing, so whatever holds the lane to the API is no wait of its. */
export function heldFor(
  provider: Provider,
  { holds, lane }: Pick<PipelineContext, 'holds' | 'lane'>,
): WaitReason | null {
  return holds.waiting() ?? (provider === 'anthropic' ? lane.waiting() : null)
}

/** A person's pause of all is in force: no document is being finished before it. */
const stopped = ({ all, finishing }: PauseState): boolean => all && finishing === null

/** Whether all that is left to do, before all is paused if so asked, stands in, or behind, a phase that a person paused. */
async function pausedPhasesHoldAll(context: PipelineContext, { ready, working }: QueueTotals): Promise<boolean> {
  const { phases, finishing } = context.pauses.state()
  if (phases.length === 0) return false
  if (finishing !== null) {
    const open = await context.ports.store.openPhases(finishing)
    return open.length > 0 && open.every((phase) => phases.includes(phase))
  }
  const full = (await context.ports.store.lookahead()) >= context.settings().phaseLookahead
  return PHASES.every((phase) => {
    if (phases.includes(phase)) return true
    const behind = full && (phase === 'ingestion' || phase === 'extraction')
    return working[phase] === 0 && (behind || ready[phase] === 0)
  })
}

function createToday(context: PipelineContext): () => Promise<Progress['today']> {
  const { clock, store } = context.ports
  let readAt = -Infinity
  let last: Promise<Progress['today']> | null = null
  let waiting = false
  const tellAgain = () => {
    waiting = false
    context.stepped.notify()
  }
  const read = async () => {
    const since = startOfUtcDay(clock.now())
    return { costUsd: toUsd(await store.spentSince(since)), ...(await store.callFaults(since)) }
  }
  return () => {
    const age = clock.monotonic() - readAt
    if (last && age < TODAY_FRESH_MS) {
      // What changed meanwhile is told when it may be looked up again, also when nothing else happens by then.
      if (!waiting) clock.after(TODAY_FRESH_MS - age, tellAgain)
      waiting = true
      return last
    }
    readAt = clock.monotonic()
    last = read()
    return last
  }
}

function reason(kind: WaitReason['kind'], text: string, since: number, until: number | null): WaitReason {
  return { kind, text, since, until, error: null, needsPerson: false }
}

/** Waiting for the next slot of the limit is running at its pace; held by a service is waiting. */
function stateOf(
  context: PipelineContext,
  busy: boolean,
  stuck: boolean,
  wait: WaitReason | null,
  working: boolean,
): Progress['state'] {
  if (!busy) return 'idle'
  if (stopped(context.pauses.state())) return 'paused'
  if (stuck) return 'paused'
  if (!working) return 'waiting'
  if (wait?.kind === 'service') return 'waiting'
  return 'running'
}

function tokensUsed(limits: LimitRow[]): number {
  return limits.filter((row) => row.dimension !== 'requests').reduce((sum, row) => sum + row.used, 0)
}
