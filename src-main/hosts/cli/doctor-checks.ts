import { accessSync, constants, statSync } from 'node:fs'
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asSluiceError } from '../../../src-shared/contract/errors.ts'
import { DEFAULT_SETTINGS } from '../../../src-shared/model/settings.ts'
import { attach } from '../attach.ts'
import { prepareDataFolder } from '../data-folder.ts'
import { dataLayout } from '../data-layout.ts'
import { tryOwn } from '../owner-lock.ts'
import { socketPlace } from '../socket-path.ts'
import { version as sluice } from '../version.ts'
import { WORKER_ENTRIES } from '../worker-entries.ts'
import { noLogger } from './no-logger.ts'
import { tinyPdf } from './tiny-pdf.ts'
import { COMMAND, counted, formatCount, utcMinute } from './wording.ts'

/** One thing that must be right for Sluice to work. `remedy` is empty where nothing is to be done. */
export interface Check {
  name: string
  ok: boolean
  message: string
  remedy: string
}

type Finding = Omit<Check, 'name'>

const fine = (message: string): Finding => ({ ok: true, message, remedy: '' })

/** A check that throws has failed, with the error's own words. */
export async function check(name: string, look: () => Finding | Promise<Finding>): Promise<Check> {
  try {
    return { name, ...(await look()) }
  } catch (thrown) {
    const { message, remedy } = asSluiceError(thrown)
    return { name, ok: false, message, remedy }
  }
}

const LEAST_NODE = 24

export function checkNode(version: string = process.versions.node): Finding {
  if (Number.parseInt(version, 10) >= LEAST_NODE) return fine(`Sluice ${sluice}, Node ${version}`)
  return {
    ok: false,
    message: `expected Node ${LEAST_NODE} or later, came ${version}`,
    remedy: 'Start with npm start: it brings its own Node.',
  }
}

export function checkFolder(namedFolder: string): Finding {
  const folder = prepareDataFolder(namedFolder)
  accessSync(folder, constants.W_OK)
  const mode = (statSync(folder).mode & 0o777).toString(8)
  return fine(process.platform === 'win32' ? folder : `${folder}, mode ${mode}`)
}

const LEAST_MEGABYTES = 500

export async function checkDisk(folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder)
  const free = (bavail * bsize) / 1_000_000
  if (free >= LEAST_MEGABYTES) return fine(`${formatCount(free)} MB free`)
  return {
    ok: false,
    message: `expected at least ${LEAST_MEGABYTES} MB free, came ${formatCount(free)} MB`,
    remedy: 'Free some space on the disk of the data folder.',
  }
}

/** Who owns the folder; and the database, which only its owner may open: asked of a running engine, else looked through. */
export async function checkOwnerAndDatabase(folder: string): Promise<[owner: Check, database: Check]> {
  const none = (message: string) => check('owner', () => fine(message))
  const attached = await attach(socketPlace(folder), folder).catch(asSluiceError)
  if (attached instanceof Error) {
    const failed = () => Promise.reject(attached)
    return [await check('owner', failed), await check('database', failed)]
  }
  if (attached) {
    const { pid, version } = attached.owner
    const database = await check('database', async () => {
      const { size } = await attached.call('queue.get', {})
      return fine(`open at its owner; ${counted(size, 'document')} in the queue`)
    })
    await attached.close()
    return [await none(`process ${pid} (Sluice ${version}) works on the folder`), database]
  }
  const lock = await tryOwn(folder)
  if (!lock) {
    const busy = await none('another Sluice is just starting, ending or doing one thing')
    return [busy, await check('database', () => fine('held by its owner'))]
  }
  try {
    return [await none('nobody works on the folder'), await check('database', () => lookThrough(folder))]
  } finally {
    lock.release()
  }
}

async function lookThrough(folder: string): Promise<Finding> {
  const { checkDatabase } = await import('../../adapters/sqlite/check-database.ts')
  const { logDamage } = await import('../../adapters/sqlite/log-damage.ts')
  const path = dataLayout(folder).database
  // First: looking through the database takes what is left of the log for all there was.
  const damage = await logDamage(path)
  const { sqlite, integrity } = checkDatabase(path)
  if (integrity === null) return fine(`SQLite ${sqlite}; no database yet`)
  if (integrity === 'ok' && damage === null) return fine(`SQLite ${sqlite}; quick check: ok`)
  const { listBackups } = await import('../../adapters/sqlite/backups.ts')
  const newest = (await listBackups(dataLayout(folder))).find(({ kind }) => kind === 'backup')
  return {
    ok: false,
    message: `expected a sound database, came: ${damage ?? integrity}`,
    remedy: newest
      ? `Put back the copy of ${utcMinute(newest.at)}: ${COMMAND} restore. The damaged database is kept aside.`
      : `There is no copy in the data folder; if you have one of your own: ${COMMAND} restore FILE.`,
  }
}

async function spawnWorker() {
  const { createForkWorker } = await import('../../adapters/system/fork-worker.ts')
  return createForkWorker({ entries: WORKER_ENTRIES })
}

/** Starts the reader's process and has it read a page made for the purpose. */
export async function checkReader(): Promise<Finding> {
  const { createPdfReaderHost } = await import('../../adapters/pdf/reader-host.ts')
  const { createSystemClock } = await import('../../adapters/system/system-clock.ts')
  const host = createPdfReaderHost({ spawn: await spawnWorker(), clock: createSystemClock(), logger: noLogger })
  const folder = await mkdtemp(join(tmpdir(), 'sluice-doctor-'))
  try {
    const path = join(folder, 'one-page.pdf')
    await writeFile(path, tinyPdf('Sluice reads this.'))
    const { readerMemoryMegabytes: memoryMegabytes } = DEFAULT_SETTINGS
    const session = await host.open(path, { fromPage: 1, timeoutMs: 30_000, memoryMegabytes })
    const [page] = await session.next()
    await session.close()
    if (page?.text.includes('Sluice reads this.')) return fine('reads a PDF in a process of its own')
    return { ok: false, message: `expected a line of text, came "${page?.text ?? ''}"`, remedy: REINSTALL }
  } finally {
    await host.close()
    await rm(folder, { recursive: true, force: true })
  }
}

export async function checkFinder(): Promise<Finding> {
  const { createOfflineFinder } = await import('../../adapters/offline/index.ts')
  const finder = createOfflineFinder({ spawn: await spawnWorker() })
  try {
    const { entities } = await finder.find('[p1]\n\nThomas Jefferson wrote to John Adams in Paris.')
    if (entities.length > 0) return fine(`finds ${entities.map((entity) => entity.name).join(', ')} in a sentence`)
    return { ok: false, message: 'expected some entities in a sentence, came none', remedy: REINSTALL }
  } finally {
    await finder.close()
  }
}

const REINSTALL = 'Delete the folder node_modules, then type: npm start. It installs the packages anew.'
