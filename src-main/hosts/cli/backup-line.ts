import type { CommandOutput } from '../../../src-shared/contract/commands.ts'
import { formatCount, utcMinute } from './wording.ts'

const KINDS = { backup: '', 'before-update': ' (before an update)', 'set-aside': ' (set aside by restore)' } as const

/** One copy of the database: when, how large, where, and why where nobody asked for it. */
export function backupLine({ at, path, bytes, kind }: CommandOutput<'backups.list'>['backups'][number]): string {
  return `${utcMinute(at)}  ${megabytes(bytes)}  ${path}${KINDS[kind]}`
}

export function megabytes(bytes: number): string {
  return `${formatCount(Math.ceil(bytes / 1_000_000))} MB`
}
