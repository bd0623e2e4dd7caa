import type Sqlite from 'better-sqlite3'
import type { Clock, EpochMs, SpawnWorker } from '../../engine/ports.ts'
import { createLogKeeper } from './log-keeper.ts'
import { asStoreError, isBusy } from './sqlite-errors.ts'

/** What the sub-stores are given: the connection and the only two ways to use it. */
export interface Database {
  readonly sql: Sqlite.Database
  now(): EpochMs
  /** One consistent view; the step must not write. */
  read<T>(step: () => T): Promise<T>
  /** One BEGIN IMMEDIATE … COMMIT: durable when it resolves, or undone as a whole. */
  write<T>(step: () => T): Promise<T>
  /** Takes the write-ahead log into the file. Whether it is empty now; another process that reads may be in the way. */
  emptyLog(): Promise<boolean>
}

export type StoreClock = Pick<Clock, 'now' | 'after'>

/**
 * Another program may hold the file for some seconds, as one that copies or scans it does; it is waited for by the clock,
 * since `busy_timeout` would block the loop.
 */
const BUSY_TRIES = 300
const BUSY_WAIT_MS = 50

/**
 * A commit syncs on the loop that answers who asks. On a disk where that takes long, one commit would follow the other at
 * once: a pause of a tenth of its time goes before the next, in which what has come meanwhile is answered.
 */
const SLOW_COMMIT_MS = 20
const MOST_PAUSE_MS = 100

/** `spawn`: for what would stop the event loop. */
export function createDatabase(sql: Sqlite.Database, clock: StoreClock, spawn?: SpawnWorker): Database {
  async function attempt<T>(run: () => T): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return run()
      } catch (thrown) {
        if (!isBusy(thrown) || tries === BUSY_TRIES) throw asStoreError(thrown)
        await new Promise<void>((resolve) => void clock.after(BUSY_WAIT_MS, resolve))
      }
    }
  }
  const transaction = sql.transaction((step: () => unknown) => step())
  let pause: Promise<void> | null = null
  /** The pause is before, so that commits are told of in their order, each at once. */
  async function commit<T>(step: () => T): Promise<T> {
    while (pause) await pause
    return attempt(() => {
      const began = clock.now()
      const done = transaction.immediate(step) as T
      pauseAfter(clock.now() - began)
      return done
    })
  }
  function pauseAfter(commitMs: number): void {
    if (sql.memory || commitMs < SLOW_COMMIT_MS) return
    const ms = Math.min(commitMs / 10, MOST_PAUSE_MS)
    pause = new Promise((resolve) => {
      clock.after(ms, () => {
        pause = null
        resolve()
      })
    })
  }
  return {
    sql,
    now: () => clock.now(),
    read: <T>(step: () => T) => attempt(() => transaction.deferred(step) as T),
    write: commit,
    emptyLog: createLogKeeper(sql, spawn),
  }
}
