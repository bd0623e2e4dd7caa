import type { Provider } from '../../src-shared/model/document.ts'
import { MICRO_USD_PER_USD } from '../../src-shared/model/money.ts'
import { callsInFlight } from '../../src-shared/model/settings.ts'
import type { Engine, EngineOptions, EnginePorts } from './engine.ts'
import { createCommands } from './commands/index.ts'
import { createEventHub } from './insight/event-stream.ts'
import { createProgress } from './insight/progress.ts'
import { createRowTracker } from './insight/row-changes.ts'
import { createWindowSource } from './insight/token-window.ts'
import { createSettings, type EngineSettings } from './insight/settings.ts'
import { createModelGates } from './limiter/model-gates.ts'
import type { PipelineContext } from './pipeline/context.ts'
import { createKeyLook } from './pipeline/key-watch.ts'
import type { Store } from './ports.ts'
import { createDocumentEnds } from './pipeline/document-ends.ts'
import { tidyUp } from './pipeline/housekeeping.ts'
import { createKeptBytes } from './pipeline/kept-bytes.ts'
import { createNamedHold } from './pipeline/named-hold.ts'
import { createRunStart } from './pipeline/run-start.ts'
import { createSlots } from './pipeline/slots.ts'
import { keepBackups } from './pipeline/backups.ts'
import { keepRetention } from './pipeline/retention.ts'
import { createBudget } from './pipeline/budget.ts'
import { createTrials } from './pipeline/trials.ts'
import { createWorkers } from './pipeline/workers.ts'
import { createPauses } from './queue/pauses.ts'
import { createSignal } from './queue/signal.ts'
import { createCancellation } from './resilience/cancellation.ts'
import { createLane } from './resilience/lane.ts'
import { createLocalHolds } from './resilience/local-holds.ts'

/** Progress is told at most so often: a window draws once a frame, a terminal less. */
const PROGRESS_MS = 100
/** What could not be read is looked up again so much later, also when nothing else happens by then. */
const TELL_AGAIN_MS = 1_000

/** Wires the engine. Nothing works until `start`; every command answers at once. */
export async function createEngine(ports: EnginePorts, options: EngineOptions): Promise<Engine> {
  const { clock, random, logger, store } = ports
  const settings = await createSettings(store, options)
  const stepped = createSignal(clock)
  const changed = createSignal(clock, stepped)
  const hub = createEventHub()
  const stopping = createCancellation()
  const ends = createDocumentEnds()
  const trials = createTrials()
  const pauses = await createPauses(store)
  const rows = createRowTracker(store)
  const lane = createLane(clock, random, stepped.notify)
  const namedHold = await createNamedHold(ports, lane, settings.values().provider !== 'offline')
  const gates = createModelGates(ports, settings.values, stepped.notify)
  const { hasKey, lookAgain } = createKeyLook(ports.llm, clock)
  const context: PipelineContext = {
    ports,
    bytes: createKeptBytes(store, ports.blobs),
    settings: settings.values,
    pauses,
    changed,
    stepped,
    lane,
    namedHold,
    holds: createLocalHolds(clock, random, logger, changed),
    stopping,
    documentEnds: ends.of,
    async endDocument(documentId) {
      ends.end(documentId)
      trials.forget(documentId)
      await pauses.ended(documentId)
    },
    async tryAgain() {
      gates.tryAgain()
      lane.nudge()
      changed.notify()
      await namedHold.forget()
    },
    hasKey,
    async keyChanged() {
      lookAgain()
      await gates.keyChanged()
    },
    provider: () => providerNow(store, settings, hasKey),
    run: {
      startedAt: createRunStart(clock),
      maxCost: options.maxCostUsd === null ? null : Math.round(options.maxCostUsd * MICRO_USD_PER_USD),
      tokens: 0,
    },
    touch: rows.touch,
    async activity(kind, documentId, text) {
      hub.activity(await store.addActivity({ at: clock.now(), kind, documentId, text }))
    },
  }
  let working: Promise<void> | null = null
  const isWorking = () => working !== null && !stopping.cancelled
  const progress = createProgress(context, gates, isWorking)
  const slots = createSlots(() => callsInFlight(settings.values()))
  const window = createWindowSource(context, gates)
  const workers = createWorkers(
    { context, gates, slots, budget: createBudget(context), asking: new Set(), trials },
    progress,
  )
  const commands = createCommands({
    context,
    settings,
    gates,
    progress,
    window,
  })

  /** Gives when to look again though nothing happens until then: at once where rows are left. */
  const tellOnce = async () => {
    if (hub.subscribers() === 0) {
      rows.forget()
      return null
    }
    const changes = await rows.take(settings.values().model)
    if (changes) hub.rows(changes)
    hub.window(await window.now())
    hub.progress(await progress.read())
    return rows.left() ? clock.now() : null
  }
  const untold = (error: unknown) => {
    logger.warn('progress could not be read', { error: String(error) })
    return clock.now() + TELL_AGAIN_MS
  }
  /** Tells progress on every change, coalesced; a slow look never piles up behind the next. */
  const tell = async () => {
    while (!stopping.cancelled) {
      const seen = stepped.version()
      const again = await tellOnce().catch(untold)
      await stepped.wait(seen, again)
      await new Promise<void>((resolve) => clock.after(PROGRESS_MS, resolve))
    }
  }

  return {
    commands,
    events() {
      const stream = hub.subscribe()
      changed.notify()
      return stream
    },
    async start() {
      if (working) return
      const recovered = await store.recover(clock.now())
      if (recovered.jobs > 0 || recovered.unknownCalls > 0) {
        const calls = recovered.unknownCalls
        const text = `went on after a stop: ${recovered.jobs} ${recovered.jobs === 1 ? 'job' : 'jobs'} picked up, ${calls} ${calls === 1 ? 'call' : 'calls'} of unknown outcome`
        await context.activity('engine.recovered', null, text)
        logger.info('recovered', { ...recovered })
      }
      const keeping = [tidyUp(context), keepBackups(context), keepRetention(context)]
      const ended = (error: unknown) => logger.error('a worker ended', { error: String(error) })
      // Whatever ended early, a stop waits for the others: a call may be in flight.
      const loops = [workers.run(), window.run(), tell(), ...keeping].map((loop) => loop.catch(ended))
      working = Promise.all(loops).then(() => {})
    },
    async stop() {
      if (!stopping.cancelled) {
        stopping.cancel()
        changed.notify()
      }
      if (working) {
        const cancelGrace = clock.after(settings.values().graceSeconds * 1000, () => {
          ports.llm.close()
          void ports.reader.close()
          void ports.finder.close()
        })
        await working
        cancelGrace()
        await gates.save()
      }
      hub.close()
    },
  }
}

/**
 * Who reads chunks. Without a key the offline finder serves, unless a model has worked in this data folder:
 * then nothing falls back by itself, and the lane waits for the key.
 */
async function providerNow(
  store: Pick<Store, 'hasPaidAnswers'>,
  settings: EngineSettings,
  hasKey: () => Promise<boolean>,
): Promise<Provider> {
  const { provider } = settings.values()
  if (provider !== 'auto') return provider
  if (await hasKey()) return 'anthropic'
  return (await store.hasPaidAnswers()) ? 'anthropic' : 'offline'
}
