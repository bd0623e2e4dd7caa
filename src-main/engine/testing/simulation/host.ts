import { createEngine } from '../../create-engine.ts'
import type { BlobStore, Store } from '../../ports.ts'
import {
  fakeBackups,
  fakeBlobs,
  createFakeFinder,
  fakeHash,
  fakeHost,
  fakeIds,
  fakeKeys,
  fakeReader,
  seededRandom,
  silentLogger,
  type FakeFiles,
} from '../engine-suite/fake-ports.ts'
import { connectTo } from './connection.ts'
import { checkSums } from './end.ts'
import { faultyStore } from './faulty-store.ts'
import { createLives, type Life } from './life.ts'
import type { ModelServer } from '../servers/model-server.ts'
import type { Running } from './person.ts'
import type { Watch } from './promises.ts'
import type { World } from './world.ts'

/** Copying a document and removing its bytes take time, in which others work. */
const COPY_MS = 400
const REMOVE_MS = 600

/** Keeps an engine running: one that died or did not start is started again, over what was committed. */
export interface Host {
  running(): Running | null
  /** Hashes of the documents' bytes that are there. */
  kept(): string[]
  /** Moves on by one timer, or to the end of a down time. */
  goOn(): Promise<void>
}

export function createHost(world: World, base: Store, server: ModelServer, watch: Watch, files: FakeFiles): Host {
  const blobs = fakeBlobs(files)
  const backups = fakeBackups()
  const reader = fakeReader(blobs.kept)
  const ids = fakeIds()
  const random = seededRandom(world.scenario.seed)
  const newLife = createLives(world)
  const account: { key: string | null } = { key: 'a key' }
  let running: Running | null = null
  let downMs = 0

  const begin = async (life: Life): Promise<Running> => {
    const ports = {
      clock: life.clock,
      logger: silentLogger,
      random,
      ids,
      hash: fakeHash,
      store: faultyStore(base, life, watch),
      backups,
      blobs: simulatedBlobs(blobs, life),
      reader: {
        open: (...given: Parameters<typeof reader.open>) => life.step('open', () => reader.open(...given), false),
        close: () => reader.close(),
      },
      finder: createFakeFinder(),
      llm: connectTo(server, world, life, account, watch.leaving),
      keys: fakeKeys(() => account),
      host: fakeHost([]),
    }
    const engine = await createEngine(ports, {
      environment: {},
      flags: world.scenario.settings,
      maxCostUsd: null,
    })
    await engine.start()
    return { life, commands: engine.commands, stop: () => engine.stop() }
  }

  const start = async (): Promise<void> => {
    const life = newLife()
    let started: Running | null = null
    let failed = false
    begin(life).then(
      (engine) => (started = engine),
      () => (failed = true),
    )
    await world.clock.flush()
    while (!started && !failed && !life.dead) await world.clock.runNext()
    running = started
    if (failed) life.die(1_000)
    if (life.dead) downMs = life.downMs
    world.tell(life.dead ? 'did not start' : 'started')
  }

  return {
    kept: () => [...blobs.kept.keys()],
    running: () => (running && !running.life.dead ? running : null),
    async goOn() {
      if (running && !running.life.dead) {
        await world.clock.runNext()
        return
      }
      if (running) {
        downMs = running.life.downMs
        running = null
        world.tell(`down for ${downMs} ms`)
      }
      await world.clock.advance(downMs)
      await checkSums(world, base, server)
      await start()
    },
  }
}

/** Unlike on a disk, what is swept at a start need not be old. */
function simulatedBlobs(blobs: BlobStore, life: Life): BlobStore {
  const takes = (ms: number) => new Promise<void>((resolve) => life.clock.after(ms, resolve))
  return {
    ...blobs,
    async take(path, most) {
      await takes(COPY_MS)
      const copy = await life.step('take', () => blobs.take(path, most), true)
      return { ...copy, keep: () => life.step('keep', () => copy.keep(), true) }
    },
    pathOf: (sha256) => life.step('pathOf', () => blobs.pathOf(sha256), false),
    async remove(sha256) {
      await takes(REMOVE_MS)
      return life.step('remove', () => blobs.remove(sha256), true)
    },
  }
}
