import { makeBackup } from '../pipeline/backups.ts'
import type { CommandTools, Some } from './tools.ts'

export function backupCommands({ context }: CommandTools): Some<'backups.list' | 'backups.make'> {
  return {
    'backups.list': async () => ({ backups: await context.ports.backups.list() }),
    'backups.make': () => makeBackup(context),
  }
}
