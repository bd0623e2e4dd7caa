import type { LimitRow } from '../../../src-shared/contract/commands.ts'
import type { WaitReason } from '../../../src-shared/contract/events.ts'
import { modelTraits } from '../../../src-shared/model/models.ts'
import type { Settings } from '../../../src-shared/model/settings.ts'
import type { Usage } from '../../../src-shared/model/usage.ts'
import type { CallEstimate, Clock, KeyStore, LlmPrompt, Logger, Store } from '../ports.ts'
import { Cancelled, type Cancellation } from '../resilience/cancellation.ts'
import { estimateCall, learnUsage, meanOutput, readEstimateState, type EstimateState } from './estimates.ts'
import { createLimiter, limiterOptions, type Limiter, type RefusalKind } from './limiter.ts'
import { createLearnedFigures } from './learned-figures.ts'
import type { PendingReservation, Reservation } from './reservation.ts'
import { createSaidToKey } from './said-to-key.ts'

/** Estimates move little by little: kept at each answer they would cost the disk a commit more for each. */
const ANSWERS_UNSAVED = 20

/** What the prompt adds around a chunk's text: instructions, schema, title, known entities; in characters. */
const PROMPT_OVERHEAD = 4_500

/** One model's way through the limiter of its family, with what its answers have taught. */
export interface ModelGate {
  readonly family: string
  estimate(prompt: LlmPrompt): CallEstimate
  /** `max_tokens` of a question; a repair asks for twice as much, within half of the output limit and what the model has. */
  maxTokens(repair: boolean): number
  /** Waits for a place; null when another model was chosen meanwhile. Throws Cancelled, or call_never_fits. */
  reserve(estimate: CallEstimate, cancellation: Cancellation): Promise<Reservation | null>
  retryAfter(ms: number | null, kind: RefusalKind): void
  /** Keeps for how long the family is still to wait, for a restart. */
  keepShut(): Promise<void>
  /** Learns how many tokens the prompt's characters and its answer were. */
  observe(prompt: LlmPrompt, usage: Usage): void
}

/** The limiters by family and the learned figures by model; read back from the store, and saved to it. */
export interface ModelGates {
  of(model: string): Promise<ModelGate>
  /** What a chunk of so many characters will take of the model in force. */
  chunkEstimate(characters: number): Promise<{ input: number; output: number }>
  statistics(): LimitRow[]
  waiting(): WaitReason | null
  /** Settings have changed. */
  reconfigure(): void
  /** A person acted: what was learned of the limits is asked anew. */
  tryAgain(): void
  /** A key was set or taken away: another is not bound by what the API said to the one before. */
  keyChanged(): Promise<void>
  /** Whether a limit is not kept that was learned, or what so many answers taught. */
  unsaved(): boolean
  /** Keeps what was learned. */
  save(): Promise<void>
}

interface Ports {
  clock: Clock
  logger: Logger
  store: Pick<Store, 'readSettings' | 'writeSetting' | 'windowCalls'>
  keys: KeyStore
}

export function createModelGates(ports: Ports, settings: () => Settings, changed: () => void): ModelGates {
  const { clock, store, logger } = ports
  const limiters = new Map<string, Promise<Limiter>>()
  const ready = new Map<string, Limiter>()
  const gates = new Map<string, Promise<ModelGate>>()
  const learned = new Map<string, EstimateState>()
  const figures = createLearnedFigures(store)
  const said = createSaidToKey(ports, figures)
  /** Who waits for a place, and for which model. */
  const waiting = new Map<PendingReservation, string>()
  let answers = 0

  const openLimiter = async (family: string): Promise<Limiter> => {
    const { limits, shut } = await said.read(family)
    const limiter = createLimiter({
      clock,
      family,
      logger,
      options: limiterOptions(settings()),
      learned: limits,
    })
    const { limitWindowSeconds, callTimeoutSeconds } = settings()
    const now = clock.now()
    const since = now - (2 * limitWindowSeconds + callTimeoutSeconds) * 1000
    limiter.restore(await store.windowCalls(family, since), now, shut)
    ready.set(family, limiter)
    return limiter
  }
  const limiterOf = (family: string): Promise<Limiter> => {
    const limiter = limiters.get(family) ?? openLimiter(family)
    limiters.set(family, limiter)
    // What could not be read is read again next time.
    limiter.catch(() => limiters.delete(family))
    return limiter
  }
  const openGate = async (model: string): Promise<ModelGate> => {
    const { family, outputTokens } = modelTraits(model)
    const limiter = await limiterOf(family)
    if (!learned.has(model)) {
      const kept = readEstimateState(await figures.read(estimatesKey(model)))
      learned.set(model, kept)
      figures.begin(estimatesKey(model), kept)
    }
    const state = () => learned.get(model) ?? readEstimateState(null)
    return {
      family,
      estimate: (prompt) =>
        estimateCall(
          state(),
          { characters: charactersOf(prompt), maxTokens: prompt.maxTokens },
          settings().firstEstimateTokens,
        ),
      maxTokens: (repair) =>
        Math.min(settings().maxOutputTokens * (repair ? 2 : 1), limiter.largestMaxTokens(), outputTokens),
      reserve(estimate, cancellation) {
        const pending = limiter.reserve(estimate, { onWait: changed })
        waiting.set(pending, model)
        return granted(pending, cancellation).finally(() => waiting.delete(pending))
      },
      retryAfter: (ms, kind) => limiter.retryAfter(ms, kind),
      async keepShut() {
        const shut = limiter.shut()
        if (shut) await said.keepShut(family, shut)
      },
      observe(prompt, usage) {
        learned.set(model, learnUsage(state(), charactersOf(prompt), usage))
        answers += 1
      },
    }
  }
  const of = (model: string): Promise<ModelGate> => {
    const gate = gates.get(model) ?? openGate(model)
    gates.set(model, gate)
    gate.catch(() => gates.delete(model))
    return gate
  }

  return {
    of,
    async chunkEstimate(characters) {
      const { model, firstEstimateTokens, maxOutputTokens } = settings()
      await of(model)
      const call = { characters: characters + PROMPT_OVERHEAD, maxTokens: maxOutputTokens }
      const state = learned.get(model) ?? readEstimateState(null)
      const { input } = estimateCall(state, call, firstEstimateTokens)
      return { input, output: meanOutput(state, characters) }
    },
    statistics: () => [...ready.values()].flatMap((limiter) => limiter.statistics()),
    waiting: () => [...ready.values()].map((limiter) => limiter.waiting()).find((reason) => reason !== null) ?? null,
    reconfigure() {
      for (const [pending, model] of waiting) if (model !== settings().model) pending.cancel()
      for (const limiter of ready.values()) limiter.reconfigure(limiterOptions(settings()))
    },
    tryAgain() {
      for (const limiter of ready.values()) limiter.tryAgain()
    },
    async keyChanged() {
      const another = await said.readAnother(ready.keys())
      for (const [family, { limits, shut }] of another ?? []) ready.get(family)?.changeKey(limits, shut)
    },
    unsaved: () =>
      answers >= ANSWERS_UNSAVED || [...ready].some(([family, limiter]) => said.isNew(family, limiter.learned())),
    async save() {
      answers = 0
      for (const [family, limiter] of ready) {
        const limits = limiter.learned()
        if (said.isNew(family, limits)) await said.keepLimits(family, limits)
      }
      for (const [model, state] of learned) await figures.keep(estimatesKey(model), state)
    },
  }
}

const estimatesKey = (model: string): string => `learned.estimates.${model}`

/** The schema is part of what the API counts. */
function charactersOf(prompt: LlmPrompt): number {
  return prompt.system.length + prompt.user.length + JSON.stringify(prompt.schema).length
}

async function granted(pending: PendingReservation, cancellation: Cancellation): Promise<Reservation | null> {
  const stop = cancellation.onCancel(() => pending.cancel())
  try {
    const reservation = await pending.granted
    if (!reservation && cancellation.cancelled) throw new Cancelled()
    return reservation
  } finally {
    stop()
  }
}
