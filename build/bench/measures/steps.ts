import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CommandHandlers } from '../../../src-shared/contract/commands.ts'
import { openEngine } from '../engine-in-hand.ts'
import { figure, type Figure, type Measure, type Target } from '../figure.ts'
import { DOCUMENTS, fillStore, HUB, LARGE, LARGE_DOCUMENT } from '../full-store.ts'
import { scratchFolder } from '../scratch.ts'

const RUNS = 7
/** Each needs a database of its own. */
const CHANGING_RUNS = 3
const TARGET: Target = { of: 'median', atMost: 10 }

type Ask = (commands: CommandHandlers) => Promise<unknown>

const READING: [name: string, ask: Ask][] = [
  ['queue', (commands) => commands['queue.get']({ ended: true })],
  ['progress', (commands) => commands['queue.progress']({})],
  ['report', (commands) => commands['report.get']({})],
  ['report of a run', (commands) => commands['report.run']({ since: 0 })],
  [`report of ${LARGE} chunks`, (commands) => commands['report.document']({ document: LARGE_DOCUMENT })],
  [`pages of ${LARGE}`, (commands) => commands['document.pages']({ document: LARGE_DOCUMENT })],
  ['dead letters', (commands) => commands['letters.list']({ discarded: false, cursor: null, limit: 200 })],
  ['jobs', (commands) => commands['jobs.list']({ limit: 10_000 })],
  ['activity', (commands) => commands['activity.list']({ before: null, kinds: ['document.'], limit: 500 })],
  ['graph stats', (commands) => commands['graph.stats']({ group: 'default' })],
  ['graph search', (commands) => commands['graph.search']({ query: 'person', limit: 20 })],
  ['graph slice', (commands) => commands['graph.slice']({ cursor: 'r' })],
  ['entity in every fact', (commands) => commands['graph.entity']({ uuid: HUB })],
]

const CHANGING: [name: string, ask: Ask][] = [
  ['discarding of all', (commands) => commands['letters.discard']({})],
  ['adding 1,000', (commands) => commands['documents.add']({ files: newFiles(1000), priority: 'normal' })],
  ['retry of gaps', (commands) => commands['queue.retry']({ gaps: true })],
  ['retry of all', (commands) => commands['queue.retry']({ gaps: false })],
  ['reading again', (commands) => commands['offline.reread']({})],
  [`deletion of ${LARGE} chunks`, (commands) => commands['documents.delete']({ document: LARGE_DOCUMENT })],
]

export const steps: Measure = {
  about:
    `The longest step of the event loop while the engine answers a command, its JSON not made yet, with ${DOCUMENTS} documents, ` +
    `two of them of ${LARGE} chunks, and an entity that stands in every fact. In processor time of the thread, so that what else the ` +
    'machine does is not in it, nor is waiting for the disk; systems count it in ticks of up to 4 ms, as idle shows.',
  async run(tell) {
    tell('filling a database')
    const full = join(scratchFolder(), 'full.db')
    await fillStore(full)
    const samples = new Map<string, number[]>()
    const measured = async ([name, ask]: [string, Ask], commands: CommandHandlers) => {
      tell(name)
      samples.set(name, [...(samples.get(name) ?? []), await longestStep(() => ask(commands))])
    }
    const idle: number[] = []
    for (let run = 0; run < CHANGING_RUNS; run += 1) {
      const { engine, close } = await openCopy(full)
      idle.push(await longestStep(() => new Promise((resolve) => setTimeout(resolve, 200))))
      if (run === 0) {
        for (const one of READING) for (let n = 0; n < RUNS; n += 1) await measured(one, engine.commands)
      }
      for (const one of CHANGING) await measured(one, engine.commands)
      await close()
    }
    const figures: Figure[] = [...samples].map(([name, ms]) => figure(name, 'ms', ms, TARGET))
    return [figure('idle', 'ms', idle), ...figures]
  },
}

async function openCopy(full: string) {
  const folder = scratchFolder()
  copyFileSync(full, join(folder, 'sluice.db'))
  return openEngine({ folder, settings: { provider: 'offline' }, baseUrl: null })
}

function newFiles(count: number) {
  return Array.from({ length: count }, (_, n) => ({ path: `/new/${n}.pdf`, bytes: n, modifiedMs: 1 }))
}

/** Looks at the loop as often as it turns, from before the work until after it. In ms of the thread's processor time. */
async function longestStep(work: () => Promise<unknown>): Promise<number> {
  let longest = 0
  let last = processorMs()
  let on = true
  const look = () => {
    const now = processorMs()
    longest = Math.max(longest, now - last)
    last = now
    if (on) setImmediate(look)
  }
  setImmediate(look)
  await nextTurn()
  longest = 0
  await work()
  await nextTurn()
  on = false
  return longest
}

function processorMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
