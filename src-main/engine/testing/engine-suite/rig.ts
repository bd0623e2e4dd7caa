import type { CommandArgs, CommandOutput } from '../../../../src-shared/contract/commands.ts'
import { createEngine } from '../../create-engine.ts'
import type { Engine } from '../../engine.ts'
import type { Logger, Store } from '../../ports.ts'
import { createVirtualClock, type VirtualClock } from '../virtual-clock.ts'
import { createFakeLlm, type FakeLlm } from './fake-llm.ts'
import {
  fakeBackups,
  fakeBlobs,
  createFakeFinder,
  fakeHash,
  fakeHost,
  fakeIds,
  fakeKeys,
  type FakeFinder,
  fakeReader,
  FakeFiles,
  seededRandom,
  type FakeFile,
} from './fake-ports.ts'

/** An engine over a real store, with a clock, files and an API of the test's. */
export interface Rig {
  clock: VirtualClock
  llm: FakeLlm
  store: Store
  reader: ReturnType<typeof fakeReader>
  finder: FakeFinder
  backups: ReturnType<typeof fakeBackups>
  blobs: ReturnType<typeof fakeBlobs>
  files: FakeFiles
  engine: Engine
  /** What the log was told, at every level. */
  logged: { message: string; fields: Record<string, unknown> }[]
  add(name: string, file: FakeFile, options?: Partial<CommandArgs<'documents.add'>>): Promise<string>
  /** Runs until nothing is left to do. */
  untilIdle(): Promise<void>
  /** Runs until the predicate over the queue holds. */
  until(predicate: (queue: CommandOutput<'queue.get'>) => boolean): Promise<void>
  queue(): Promise<CommandOutput<'queue.get'>>
  report(): Promise<CommandOutput<'report.get'>>
  /** What the activity says of a kind, in order. */
  told(kind: string): Promise<string[]>
  /** Names of the documents in the order they were first asked about. */
  order(): string[]
  /** Everything the graph holds, in its fixed order. */
  graph(): Promise<unknown>
  stop(): Promise<void>
  /** What a command answers that lets the loop turn: the clock is run until it does. */
  answer<T>(command: Promise<T>): Promise<T>
  /** The key that an engine finds when it starts. */
  key: string | null
  /** The process dies: nothing is stopped, and another engine starts over the same store. */
  crash(): Promise<void>
}

export interface RigOptions {
  settings?: Record<string, string>
  maxCostUsd?: number
  /** Null: there is no key. */
  key?: string | null
  /** Names of the documents that come with it. */
  samples?: string[]
}

export async function openRig(openStore: () => Promise<Store>, options: RigOptions = {}): Promise<Rig> {
  const clock = createVirtualClock()
  const files = new FakeFiles()
  const blobs = fakeBlobs(files)
  const backups = fakeBackups()
  const store = await openStore()
  const reader = fakeReader(blobs.kept)
  const finder = createFakeFinder()
  const ids = fakeIds()
  const samples = (options.samples ?? []).map((name) =>
    files.add(`/samples/${name}`, { pages: pagesOf(1, name.length) }),
  )
  const logged: Rig['logged'] = []
  const log: Logger['info'] = (message, fields = {}) => void logged.push({ message, fields })
  const logger = { debug: log, info: log, warn: log, error: log }
  const start = async (llm: FakeLlm) => {
    const ports = {
      clock,
      logger,
      random: seededRandom(7),
      ids,
      hash: fakeHash,
      store: mortal(store),
      backups,
      blobs,
      reader,
      finder,
      llm,
      keys: fakeKeys(() => llm),
      host: fakeHost(samples),
    }
    const engine = await createEngine(ports, {
      environment: {},
      flags: options.settings ?? {},
      maxCostUsd: options.maxCostUsd ?? null,
    })
    await engine.start()
    return { engine, release: ports.store.die }
  }
  let key = options.key === undefined ? 'a key' : options.key
  const newLlm = () => {
    const llm = createFakeLlm(clock)
    llm.key = key
    return llm
  }
  let llm = newLlm()
  let running = await start(llm)

  const rig: Rig = {
    clock,
    store,
    reader,
    finder,
    backups,
    blobs,
    files,
    logged,
    get llm() {
      return llm
    },
    get key() {
      return key
    },
    set key(next) {
      key = next
    },
    get engine() {
      return running.engine
    },
    async add(name, file, more = {}) {
      const added = await running.engine.commands['documents.add']({
        files: [files.add(`/files/${name}`, file)],
        priority: 'normal',
        ...more,
      })
      return added.documents[0]?.id ?? ''
    },
    queue: () => running.engine.commands['queue.get']({ ended: true }),
    report: () => rig.answer(running.engine.commands['report.get']({})),
    async told(kind) {
      const input = { kinds: [kind], before: null, limit: 100 }
      const { activities } = await running.engine.commands['activity.list'](input)
      return activities.toReversed().map(({ text }) => text)
    },
    order: () => [...new Set(llm.asked.map(({ prompt }) => /^Document: (.*)$/m.exec(prompt.user)?.[1] ?? ''))],
    graph: () => running.engine.commands['graph.slice']({ cursor: null }),
    until: (predicate) => until(rig, predicate),
    untilIdle: () => until(rig, (queue) => queue.state === 'idle'),
    stop: () => rig.answer(running.engine.stop()),
    async answer(command) {
      let settled = false
      const settle = () => void (settled = true)
      command.then(settle, settle)
      await clock.runUntil(() => settled)
      return command
    },
    async crash() {
      running.release()
      llm = newLlm()
      running = await start(llm)
    },
  }
  return rig
}

const MOST_STEPS = 20_000

async function until(rig: Rig, predicate: (queue: CommandOutput<'queue.get'>) => boolean): Promise<void> {
  for (let step = 0; step < MOST_STEPS; step++) {
    await rig.clock.flush()
    if (predicate(await rig.queue())) return
    await rig.clock.runNext()
  }
  throw new Error(`expected the state, came: ${JSON.stringify(await rig.queue(), null, 1).slice(0, 2_000)}`)
}

/** The store as one process sees it: after `die` its calls never return, as if the process were gone. */
function mortal(store: Store): Store & { die(): void } {
  let dead = false
  const die = () => void (dead = true)
  return new Proxy(store, {
    get(target, name) {
      if (name === 'die') return die
      const member = Reflect.get(target, name) as unknown
      if (typeof member !== 'function') return member
      return (...args: unknown[]) => (dead ? new Promise(() => {}) : (Reflect.apply(member, target, args) as unknown))
    },
  }) as Store & { die(): void }
}

const NAMES =
  'Ada Byron|Charles Babbage|Grace Hopper|Alan Turing|John Neumann|Emmy Noether|Kurt Goedel|Max Planck|Lise Meitner|Niels Bohr'.split(
    '|',
  )

/**
 * Pages of about one chunk each: sentences in which the same people meet again.
 * @param seed other seeds give other text, so other chunks.
 */
export function pagesOf(count: number, seed: number): string[] {
  const random = seededRandom(seed)
  const pick = () => NAMES[Math.floor(random.next() * NAMES.length)] ?? ''
  return Array.from({ length: count }, (_, page) => {
    const paragraphs = Array.from({ length: 6 }, (_, n) => {
      const filler = Array.from({ length: 60 }, (_, i) => `word${seed}x${page}x${n}x${i}`).join(' ')
      return `Now ${filler}. ${pick()} met ${pick()}. And so on.`
    })
    return `# Part ${page} of ${seed}\n\n${paragraphs.join('\n\n')}`
  })
}
