import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { createAnthropicClient } from '../../src-main/adapters/llm/anthropic-client.ts'
import { createOfflineFinder } from '../../src-main/adapters/offline/index.ts'
import { createPdfReaderHost } from '../../src-main/adapters/pdf/reader-host.ts'
import { createBackups } from '../../src-main/adapters/sqlite/backups.ts'
import { openSqliteStore } from '../../src-main/adapters/sqlite/store.ts'
import { createBlobStore } from '../../src-main/adapters/system/blob-store.ts'
import { createForkWorker } from '../../src-main/adapters/system/fork-worker.ts'
import { createIds } from '../../src-main/adapters/system/ids.ts'
import { createPinoLogger } from '../../src-main/adapters/system/pino-logger.ts'
import { createRandom } from '../../src-main/adapters/system/random.ts'
import { createSha256 } from '../../src-main/adapters/system/sha256.ts'
import { createSystemClock } from '../../src-main/adapters/system/system-clock.ts'
import { walkFiles } from '../../src-main/adapters/system/walk-files.ts'
import { createEngine, type Engine, type EnginePorts } from '../../src-main/engine/index.ts'
import type { LlmClient, SpawnWorker } from '../../src-main/engine/ports.ts'
import { out } from '../setup/paths.mjs'

/** The built reader and finder: what the product starts. */
export function builtWorkers(): SpawnWorker {
  const entry = (name: string) => pathToFileURL(join(out, name, 'main.js'))
  return createForkWorker({
    entries: { reader: entry('reader'), finder: entry('finder'), database: entry('database') },
  })
}

interface EngineInHandOptions {
  folder: string
  /** Settings by name, as flags. */
  settings: Record<string, string>
  /** Null where no call is made. */
  baseUrl: string | null
  observed?: (llm: LlmClient) => LlmClient
}

/** The engine in this process with the product's own adapters, as `compose` wires them, but with the client in view. */
export interface EngineInHand {
  engine: Engine
  add(paths: string[]): Promise<void>
  /** Waits until every document's chunks are known. */
  untilChunked(): Promise<void>
  /** Waits until nothing is left to do. */
  untilIdle(): Promise<void>
  close(): Promise<void>
}

/** The client is given its key by hand. */
const NO_KEYS: EnginePorts['keys'] = {
  describe: () => Promise.resolve(null),
  set: () => Promise.resolve('file'),
  clear: () => Promise.resolve(),
}

export async function openEngine({ folder, settings, baseUrl, observed }: EngineInHandOptions): Promise<EngineInHand> {
  const logger = createPinoLogger({ file: join(folder, 'sluice.log'), level: 'info', stderr: process.stderr })
  const store = await openSqliteStore(join(folder, 'sluice.db'), { logger })
  const clock = createSystemClock()
  const spawn = builtWorkers()
  const reader = createPdfReaderHost({ spawn, clock, logger })
  const finder = createOfflineFinder({ spawn })
  const client = createAnthropicClient({
    apiKey: () => Promise.resolve(baseUrl === null ? null : 'sk-bench'),
    baseUrl,
    logger,
  })
  const llm = observed?.(client) ?? client
  const engine = await createEngine(
    {
      clock,
      logger,
      random: createRandom(),
      ids: createIds(),
      hash: createSha256(),
      store,
      backups: createBackups({
        places: { database: join(folder, 'sluice.db'), backups: join(folder, 'backups') },
        store,
        spawn,
      }),
      blobs: createBlobStore({ folder: join(folder, 'blobs'), uploads: join(folder, 'uploads') }),
      reader,
      finder,
      llm,
      keys: NO_KEYS,
      host: { version: 'bench', dataFolder: folder, samples: () => Promise.resolve([]) },
    },
    { environment: {}, flags: settings, maxCostUsd: null },
  )
  const { commands } = engine
  return {
    engine,
    async add(paths) {
      const { files } = await walkFiles(paths)
      await commands['documents.add']({ files, priority: 'normal' })
    },
    async untilChunked() {
      for (;;) {
        const { jobs } = await commands['jobs.list']({ limit: 1000 })
        const phase = (name: string) => jobs.filter((job) => job.phase === name)
        const chunked = phase('chunking').filter((job) => job.status === 'completed')
        if (jobs.length > 0 && chunked.length === phase('ingestion').length) return
        await sleep(100)
      }
    },
    async untilIdle() {
      for await (const event of engine.events()) {
        if (event.type === 'progress' && event.data.documentsLeft === 0) return
      }
    },
    async close() {
      await engine.stop()
      llm.close()
      await finder.close()
      await reader.close()
      await store.close()
      logger.close()
    },
  }
}
