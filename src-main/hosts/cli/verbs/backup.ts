import { resolve } from 'node:path'
import type { Command } from 'commander'
import { SluiceError } from '../../../../src-shared/contract/errors.ts'
import { prepareDataFolder } from '../../data-folder.ts'
import { dataLayout } from '../../data-layout.ts'
import { tryOwn } from '../../owner-lock.ts'
import type { Runs, Verb } from '../context.ts'
import { EXIT } from '../exit-codes.ts'
import { backupLine, megabytes } from '../backup-line.ts'
import { COMMAND } from '../wording.ts'

export function addBackup(program: Command, runs: Runs): void {
  program
    .command('backup')
    .description('copy the database now, beside the copies that are made by themselves')
    .option('--list', 'what copies there are, newest first')
    .action(runs(backup))
  program
    .command('restore')
    .description('put a copy of the database back; the present one is kept aside')
    .argument('[file]', 'the copy; without it the newest')
    .action(runs(restore))
}

const backup: Verb = async ({ use, json, out, namedFolder }, _args, { list }) => {
  if (list === true) {
    const { listBackups } = await import('../../../adapters/sqlite/backups.ts')
    const backups = await listBackups(dataLayout(prepareDataFolder(namedFolder)))
    if (json) out.json({ backups })
    else if (backups.length === 0) out.line(`There is no backup yet. Make one: ${COMMAND} backup`)
    else for (const backup of backups) out.line(backupLine(backup))
    return EXIT.done
  }
  const made = await use((session) => session.call('backups.make', {}))
  if (json) out.json(made)
  else out.line(`Copied the database, and looked through the copy: ${made.path} (${megabytes(made.bytes)}).`)
  return EXIT.done
}

/** Only where nobody works: an owner has the database open. */
const restore: Verb = async ({ json, out, namedFolder }, [file]) => {
  const folder = prepareDataFolder(namedFolder)
  const lock = await tryOwn(folder)
  if (!lock) {
    throw new SluiceError('owner_unreachable', `expected nobody to work on ${folder}, came: another Sluice does`, {
      remedy: 'End it, then try again: the database can be put back only while nobody has it open.',
    })
  }
  try {
    const layout = dataLayout(folder)
    const { listBackups, newestBackup } = await import('../../../adapters/sqlite/backups.ts')
    const { putBack } = await import('../../../adapters/sqlite/restore.ts')
    const path = file === undefined ? newestBackup(await listBackups(layout), Date.now())?.path : resolve(file)
    if (path === undefined) {
      throw new SluiceError('backup_missing', `expected a backup in ${layout.backups}, came none`)
    }
    const now = new Date().toISOString().slice(0, 19).replaceAll(':', '-')
    const aside = await putBack(layout.database, path, `.aside-${now}Z`)
    if (json) {
      out.json({ restored: path, aside })
      return EXIT.done
    }
    out.line(`Put back: ${path}`)
    if (aside !== null) out.line(`Kept aside: ${aside}`)
    out.line('What happened after that copy is not in it: add documents that came later again. Chunks that were')
    out.line('read later are read again, and what the model answered for them is paid again.')
    return EXIT.done
  } finally {
    lock.release()
  }
}
