import { DEFAULT_MODEL, modelTraits } from '../../../../src-shared/model/models.ts'
import { createLongViews } from '../../insight/long-views.ts'
import type { Store, WindowCall } from '../../ports.ts'
import type { ModelServer } from '../servers/model-server.ts'
import type { World } from './world.ts'

/** What must hold of documents and graph when everything is at rest. `healed`: and no text was too much for the model. */
export async function checkDocuments(
  { scenario, broken }: World,
  store: Store,
  healed: 'healed' | null = null,
): Promise<void> {
  // Nothing else is there whose turn it could be.
  const views = createLongViews(store, { after: (_ms, run) => (run(), () => {}) })
  const report = await views.report(null, DEFAULT_MODEL)
  const acts = scenario.faults.flatMap((fault) => (fault.kind === 'person' ? [fault.act] : []))
  const did = (...names: string[]) => acts.some((act) => names.includes(act.do))
  let episodes = 0
  /** Cancelled while they were to be read anew, chunks keep in the graph what they had there. */
  let readBefore = 0
  for (const { name, state, chunks, gaps, error } of report.documents) {
    episodes += chunks.completed
    if (state === 'cancelled' && did('retry phase')) readBefore += chunks.total - chunks.completed - chunks.failed
    const document = scenario.documents.find((one) => one.name === name)
    const text = document?.pages.some((page) => page !== '') === true
    const readable = document?.unreadable === false && text
    if (!['completed', 'failed', 'cancelled'].includes(state)) broken(`${name} ended as ${state}`)
    if (state === 'cancelled' && !did('cancel')) broken(`${name} is cancelled, and nobody did so`)
    const sound = healed !== null || document?.poisoned === false
    if (state === 'failed' && readable && sound) broken(`${name} failed: ${error?.code}`)
    if (state === 'completed' && !readable) broken(`${name} completed, and has no text`)
    if (state === 'completed' && chunks.completed + chunks.failed !== chunks.total) broken(`${name} lost chunks`)
    if (state === 'completed' && sound && gaps.length > 0) {
      broken(`${name} has gaps: ${gaps.map((gap) => gap.code).join()}`)
    }
  }
  const inGraph = report.totals.graph.episodes
  if (inGraph < episodes || inGraph > episodes + readBefore) {
    broken(`${episodes} chunks completed, ${inGraph} episodes in the graph`)
  }
  const missing = scenario.documents.filter(({ name }) => report.documents.every((one) => one.name !== name))
  const twins =
    new Set(scenario.documents.map(({ pages, unreadable }) => unreadable || JSON.stringify(pages))).size <
    scenario.documents.length
  if (missing.length > 0 && !twins && !did('delete', 'replace'))
    broken(`lost: ${missing.map(({ name }) => name).join()}`)
}

/** Each document's bytes are there; `all`: and no others. */
export async function checkBytes({ broken }: World, store: Store, kept: string[], all: boolean): Promise<void> {
  const views = createLongViews(store, { after: (_ms, run) => (run(), () => {}) })
  const { documents } = await views.report(null, DEFAULT_MODEL)
  const needed = new Set(documents.flatMap(({ sha256 }) => sha256 ?? []))
  for (const { name, sha256 } of documents) {
    if (sha256 !== null && !kept.includes(sha256)) broken(`the bytes of ${name} are gone`)
  }
  if (all && kept.some((sha256) => !needed.has(sha256))) broken('bytes were left that no document needs')
}

/** The ledger against the API's bill: it holds at any time, as what is in flight is an unknown too. */
export async function checkSums({ broken }: World, store: Store, server: ModelServer): Promise<void> {
  const calls = await callsOf(store)
  const answered = calls.flatMap(({ usage }) => (usage ? [usage] : []))
  const unknown = calls.filter(isUnknown)
  const billed = server.requests.filter((request) => request.billed)
  const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0)
  const ledger = {
    calls: answered.length,
    input: sum(answered.map(({ input }) => input)),
    output: sum(answered.map(({ output }) => output)),
  }
  const bill = {
    calls: billed.length,
    input: sum(billed.map(({ input }) => input)),
    output: sum(billed.map(({ output }) => output)),
  }
  const worst = {
    calls: unknown.length,
    input: sum(unknown.map(({ estimate }) => estimate.input)),
    output: sum(unknown.map(({ estimate }) => estimate.maxOutput)),
  }
  for (const part of ['calls', 'input', 'output'] as const) {
    if (ledger[part] > bill[part]) broken(`ledger of ${ledger[part]} ${part} above the bill of ${bill[part]}`)
    if (bill[part] > ledger[part] + worst[part]) {
      broken(`bill of ${bill[part]} ${part} above the ledger's ${ledger[part]} and its unknown ${worst[part]}`)
    }
  }
}

/** What must hold of the calls when everything is at rest. */
export async function checkCalls(
  { scenario, broken, counted }: World,
  store: Store,
  server: ModelServer,
): Promise<void> {
  const calls = await callsOf(store)
  const unknown = calls.filter(isUnknown)
  const open = calls.filter(({ endedAt }) => endedAt === null).length
  if (open > 0) broken(`${open} calls have no end`)
  const lost = server.requests.filter((request) => request.outcomeLost).length
  const inFlight = scenario.settings['preset'] === 'steady' && !changesPreset(scenario.faults) ? 1 : 4
  const most = lost + counted('kills') * inFlight + counted('store faults')
  if (unknown.length > most) broken(`${unknown.length} calls unknown, at most ${most} expected`)
}

function callsOf(store: Store): Promise<WindowCall[]> {
  return store.windowCalls(modelTraits(DEFAULT_MODEL).family, 0)
}

function isUnknown({ usage, refused }: WindowCall): boolean {
  return usage === null && !refused
}

function changesPreset(faults: World['scenario']['faults']): boolean {
  return faults.some((fault) => fault.kind === 'person' && fault.act.do === 'set' && fault.act.name === 'preset')
}
