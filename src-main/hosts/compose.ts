import { DEFAULT_SETTINGS, parseSetting } from '../../src-shared/model/settings.ts'
import type { LogLevel } from '../adapters/system/pino-logger.ts'
import { createEngine, type EngineOptions } from '../engine/index.ts'
import type { SpawnWorker, Store } from '../engine/ports.ts'
import { openApiKey } from './api-key.ts'
import { apiBaseUrl } from './base-url.ts'
import { dataLayout } from './data-layout.ts'
import { findSamples } from './samples.ts'
import type { Composed, SessionOptions } from './session.ts'
import { version } from './version.ts'
import { WORKER_ENTRIES } from './worker-entries.ts'

/**
 * Wires adapters into an engine for a data folder, which the caller owns. The one place that knows them all; it is
 * loaded, and loads them, only in a process that owns the folder. `host.mode`: as of the session; `host.spawn`: how a host
 * other than Node starts workers; `host.rebuilding`: told when opening the store takes a while, since it is written anew.
 */
export async function compose(
  folder: string,
  options: EngineOptions,
  host: { mode: SessionOptions['mode']; spawn?: SpawnWorker; rebuilding?: (bytes: number) => void },
): Promise<Composed> {
  const [
    system,
    { openSqliteStore },
    { createBackups },
    { createPdfReaderHost },
    { createOfflineFinder },
    { createAnthropicClient },
  ] = await Promise.all([
    loadSystem(),
    import('../adapters/sqlite/store.ts'),
    import('../adapters/sqlite/backups.ts'),
    import('../adapters/pdf/reader-host.ts'),
    import('../adapters/offline/index.ts'),
    import('../adapters/llm/anthropic-client.ts'),
  ])
  const baseUrl = apiBaseUrl(process.env['ANTHROPIC_BASE_URL'])
  const layout = dataLayout(folder)
  const asked = { ...options.environment, ...options.flags }['logLevel']
  const logger = system.createPinoLogger({
    file: layout.log,
    level: (asked ?? DEFAULT_SETTINGS.logLevel) as LogLevel,
    stderr: process.stderr,
  })
  // In reverse order of what was opened.
  const undo: (() => unknown)[] = [() => logger.close()]
  const close = async () => {
    for (const step of undo.splice(0).toReversed()) await step()
  }
  try {
    const spawn = host.spawn ?? system.createForkWorker({ entries: WORKER_ENTRIES })
    const store = await openSqliteStore(layout.database, { logger, spawn, rebuilding: host.rebuilding })
    undo.push(() => store.close())
    if (asked === undefined) logger.setLevel(await savedLevel(store))
    const clock = system.createSystemClock()
    const reader = createPdfReaderHost({ spawn, clock, logger })
    undo.push(() => reader.close())
    const finder = createOfflineFinder({ spawn })
    undo.push(() => finder.close())
    const { get: apiKey, ...keys } = await openApiKey(folder, logger)
    const llm = createAnthropicClient({ apiKey, baseUrl, logger })
    undo.push(() => llm.close())
    // Before anyone is answered; what is done at once asks the API nothing.
    if (host.mode === 'work' && (await llm.available())) await llm.load()
    const engine = await createEngine(
      {
        clock,
        logger,
        random: system.createRandom(),
        ids: system.createIds(),
        hash: system.createSha256(),
        store,
        backups: createBackups({ places: layout, store, spawn }),
        blobs: system.createBlobStore({ folder: layout.blobs, uploads: layout.uploads }),
        reader,
        finder,
        llm,
        keys,
        host: { version, dataFolder: folder, samples: findSamples },
      },
      options,
    )
    return { engine, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function loadSystem() {
  const [clock, ids, random, sha256, logger, worker, blobs] = await Promise.all([
    import('../adapters/system/system-clock.ts'),
    import('../adapters/system/ids.ts'),
    import('../adapters/system/random.ts'),
    import('../adapters/system/sha256.ts'),
    import('../adapters/system/pino-logger.ts'),
    import('../adapters/system/fork-worker.ts'),
    import('../adapters/system/blob-store.ts'),
  ])
  return { ...clock, ...ids, ...random, ...sha256, ...logger, ...worker, ...blobs }
}

/** The logger is opened before the store, since opening it is worth a line; a saved level counts from here on. */
async function savedLevel(store: Pick<Store, 'readSettings'>): Promise<LogLevel> {
  const saved = Object.values(await store.readSettings('setting.logLevel'))[0]
  return parseSetting('logLevel', saved) ?? DEFAULT_SETTINGS.logLevel
}
