import { statSync, type StatsFs } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { asSluiceError } from '../../../src-shared/contract/errors.ts'
import { attach } from '../attach.ts'
import { prepareDataFolder } from '../data-folder.ts'
import { dataLayout } from '../data-layout.ts'
import { tryOwn } from '../owner-lock.ts'
import { ownerPlace } from '../owner-place.ts'
import { version as sluice } from '../version.ts'
import { COMMAND, counted, formatCount, utcMinute } from './wording.ts'

/** One thing that must be right for Sluice to work. `remedy` is empty where nothing is to be done. */
export interface Check {
  name: string
  ok: boolean
  message: string
  remedy: string
}

export type Finding = Omit<Check, 'name'>

export const fine = (message: string): Finding => ({ ok: true, message, remedy: '' })

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
  const mode = (statSync(folder).mode & 0o777).toString(8)
  return fine(process.platform === 'win32' ? folder : `${folder}, mode ${mode}`)
}

const LEAST_MEGABYTES = 500

type DiskSpace = (folder: string) => Promise<Pick<StatsFs, 'bavail' | 'bsize'>>

export async function checkDisk(folder: string, spaceOf: DiskSpace = statfs): Promise<Finding> {
  const { bavail, bsize } = await spaceOf(folder)
  const free = (bavail * bsize) / 1_000_000
  if (free >= LEAST_MEGABYTES) return fine(`${formatCount(free)} MB free`)
  return {
    ok: false,
    message: `expected at least ${LEAST_MEGABYTES} MB free, came ${formatCount(free)} MB`,
    remedy: 'Free some space on the disk of the data folder.',
  }
}

/** Who owns the folder; and the database, which only its owner may open: asked of a running engine, else looked through. */
export async function checkOwnerAndDatabase(
  folder: string,
  helloMs?: number,
): Promise<[owner: Check, database: Check]> {
  const none = (message: string) => check('owner', () => fine(message))
  const attached = await attach(ownerPlace(folder), folder, helloMs).catch(asSluiceError)
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
  if (integrity === 'ok' && damage === null) {
    await refuseNewerDatabase(path)
    return fine(`SQLite ${sqlite}; quick check: ok`)
  }
  const { listBackups, newestBackup } = await import('../../adapters/sqlite/backups.ts')
  const newest = newestBackup(await listBackups(dataLayout(folder)), Date.now())
  return {
    ok: false,
    message: `expected a sound database, came: ${damage ?? integrity}`,
    remedy: newest
      ? `Put back the copy of ${utcMinute(newest.at)}: ${COMMAND} restore. The damaged database is kept aside.`
      : `There is no copy in the data folder; if you have one of your own: ${COMMAND} restore FILE.`,
  }
}

async function refuseNewerDatabase(path: string): Promise<void> {
  const { refuseNewer } = await import('../../adapters/sqlite/migrate.ts')
  const { MIGRATIONS } = await import('../../adapters/sqlite/migrations.ts')
  refuseNewer(path, MIGRATIONS.at(-1)?.number ?? 0)
}
