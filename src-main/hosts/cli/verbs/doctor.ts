import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { asSluiceError } from '../../../../src-shared/contract/errors.ts'
import { prepareDataFolder } from '../../data-folder.ts'
import { dataLayout } from '../../data-layout.ts'
import type { Check } from '../doctor-checks.ts'
import type { Runs, Verb } from '../context.ts'
import { EXIT } from '../exit-codes.ts'

export function addDoctor(program: Command, runs: Runs): void {
  program
    .command('doctor')
    .description('check that everything Sluice needs is in order; needs no key')
    .action(runs(doctor))
}

const doctor: Verb = async ({ out, json, namedFolder, use }) => {
  const look = await import('../doctor-checks.ts')
  const { checkBaseUrl, checkKey } = await import('../doctor-api-checks.ts')
  const { checkFinder, checkReader, spawnWorkers } = await import('../doctor-worker-checks.ts')
  const { checkStore } = await import('../doctor-store-checks.ts')
  const { check } = look
  const folder = await check('data folder', () => look.checkFolder(namedFolder))
  const path = folder.ok ? prepareDataFolder(namedFolder) : null
  const [owner, database] = path === null ? [] : await look.checkOwnerAndDatabase(path)
  // Without a sound database there is nothing to ask, and asking where there is none would make one.
  const isThere = database?.ok === true && path !== null && existsSync(dataLayout(path).database)
  const checks = [
    await check('versions', () => look.checkNode()),
    folder,
    ...(path === null ? [] : [await check('disk', () => look.checkDisk(path))]),
    ...(owner && database ? [owner, database] : []),
    ...(isThere ? await use((session) => checkStore(session, Date.now())).catch(storeUnreached) : []),
    await check('reader', async () => checkReader(await spawnWorkers())),
    await check('offline finder', async () => checkFinder(await spawnWorkers())),
    ...(path === null ? [] : [await check('key', () => checkKey(path))]),
    await check('base url', () => checkBaseUrl(process.env['ANTHROPIC_BASE_URL'])),
  ]
  const ok = checks.every((one) => one.ok)
  if (json) out.json({ ok, checks })
  else {
    for (const one of checks) {
      out.line(`${one.ok ? 'ok  ' : 'FAIL'}  ${one.name}: ${one.message}`)
      if (one.remedy !== '') out.line(`      ${one.remedy}`)
    }
    out.line(ok ? 'Everything is in order.' : 'Something is not in order; the remedy stands below it.')
  }
  return ok ? EXIT.done : EXIT.incomplete
}

/** Somebody holds the folder and does not answer, or the store cannot be opened. */
function storeUnreached(thrown: unknown): Check[] {
  const { message, remedy } = asSluiceError(thrown)
  return [{ name: 'store', ok: false, message, remedy }]
}
