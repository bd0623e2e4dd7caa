/** Entry of the process that does what takes long on a file of the database. */
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { parentChannel } from '../child/parent-channel.ts'

export interface DatabaseRequest {
  path: string
  /**
   * `look`: quick_check of a copy. `rebuild`: free pages go, and later ones can be given back in steps; nobody else may
   * have the file open. `empty-log`: takes the write-ahead log of a database that is in use into its file.
   */
  work: 'look' | 'rebuild' | 'empty-log'
}

/** "ok", or what was found wrong first. */
export interface DatabaseReply {
  found: string
}

const WORK: Record<DatabaseRequest['work'], (sql: Sqlite.Database) => string> = {
  look(sql) {
    const found = String(sql.pragma('quick_check(1)', { simple: true }))
    // One file and nothing beside it, wherever a person takes it.
    if (found === 'ok') sql.pragma('journal_mode = DELETE')
    return found
  },
  rebuild(sql) {
    sql.pragma('synchronous = FULL')
    sql.pragma('auto_vacuum = INCREMENTAL')
    sql.exec('VACUUM')
    sql.pragma('wal_checkpoint(TRUNCATE)')
    return 'ok'
  },
  'empty-log'(sql) {
    sql.pragma('synchronous = FULL')
    // The first keeps nobody from writing, so that the second, which does, has little left to do.
    for (const mode of ['PASSIVE', 'TRUNCATE']) sql.pragma(`wal_checkpoint(${mode})`)
    return 'ok'
  },
}

const parent = parentChannel()
parent.onMessage((message) => parent.send({ found: workOn(message as DatabaseRequest) } satisfies DatabaseReply))

function workOn({ path, work }: DatabaseRequest): string {
  let sql: Sqlite.Database | undefined
  try {
    // A rebuild writes a copy aside first: it belongs on the disk whose room was looked at, not where all programs write.
    process.env['SQLITE_TMPDIR'] = dirname(path)
    sql = new Sqlite(path, { fileMustExist: true })
    return WORK[work](sql)
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown)
  } finally {
    sql?.close()
  }
}
