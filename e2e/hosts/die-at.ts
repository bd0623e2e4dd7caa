/**
 * Preloaded into the built program (`--import`): ends it at one exact step of its work with the database, by SIGKILL,
 * named by DIE_AT as `before` or `after` (the commit) and part of a statement, at the nth transaction with such a one:
 * `{"when": "before", "statement": "INSERT INTO episode", "nth": 2}`.
 */
import Database from 'better-sqlite3'

/** A step in the life of a transaction. */
export interface Step {
  when: 'before' | 'after'
  statement: string
  nth: number
  /** Dies as V8 does when the heap is full, not by a signal of ours. */
  outOfMemory?: true
}

const step = JSON.parse(process.env['DIE_AT'] ?? 'null') as Step | null
/** Statements of the kind that ran in the transaction that is open. */
let ran = false
let seen = 0

/** A process that kills itself does not return from that: nothing behind this line runs. */
function die(when: Step['when']): void {
  if (!ran || step?.when !== when || seen + 1 !== step.nth) return
  const held: unknown[][] = []
  while (step.outOfMemory) held.push(Array.from({ length: 1 << 16 }, () => ({})))
  process.kill(process.pid, 'SIGKILL')
}

const database = Database.prototype
const { prepare, transaction } = database

database.prepare = function (this: Database.Database, source: string) {
  const statement = prepare.call(this, source)
  if (step === null || !source.includes(step.statement)) return statement
  for (const name of ['run', 'get'] as const) {
    const method = statement[name].bind(statement) as (...given: unknown[]) => never
    statement[name] = (...given: unknown[]) => {
      ran = true
      return method(...given)
    }
  }
  return statement
} as typeof prepare

database.transaction = function (this: Database.Database, work: (...given: unknown[]) => unknown) {
  const whole = transaction.call(this, (...given: unknown[]) => {
    ran = false
    const result = work(...given)
    die('before')
    return result
  })
  const immediate = (...given: unknown[]) => {
    const result = whole.immediate(...given)
    die('after')
    if (ran) seen += 1
    ran = false
    return result
  }
  return Object.assign((...given: unknown[]) => whole(...given), {
    default: whole.default,
    deferred: whole.deferred,
    immediate,
    exclusive: whole.exclusive,
  })
} as typeof transaction
