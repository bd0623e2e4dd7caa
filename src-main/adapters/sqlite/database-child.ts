/** Entry of the process that looks through a copy of the database. */
import Sqlite from 'better-sqlite3'
import { parentChannel } from '../child/parent-channel.ts'

export interface CheckRequest {
  path: string
}

/** "ok", or what was found wrong first. */
export interface CheckReply {
  found: string
}

const parent = parentChannel()
parent.onMessage((message) => parent.send({ found: lookThrough((message as CheckRequest).path) } satisfies CheckReply))

function lookThrough(path: string): string {
  let sql: Sqlite.Database | undefined
  try {
    sql = new Sqlite(path, { fileMustExist: true })
    const found = String(sql.pragma('quick_check(1)', { simple: true }))
    // One file and nothing beside it, wherever a person takes it.
    if (found === 'ok') sql.pragma('journal_mode = DELETE')
    return found
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown)
  } finally {
    sql?.close()
  }
}
