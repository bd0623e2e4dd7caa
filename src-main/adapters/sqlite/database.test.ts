import Sqlite from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createDatabase } from './database.ts'

/** A database on a disk whose commits take so long, and the pauses asked of its clock. */
function begin(commitMs: number) {
  const sql = new Sqlite(':memory:')
  onTestFinished(() => void sql.close())
  let now = 0
  const pauses: { ms: number; end: () => void }[] = []
  const clock = {
    now: () => now,
    after: (ms: number, end: () => void) => {
      pauses.push({ ms, end })
      return () => {}
    },
  }
  return { database: createDatabase(sql, clock), pauses, step: () => (now += commitMs) }
}

describe('a commit', () => {
  it('that takes long is followed by a pause in which others are answered', async () => {
    const { database, pauses, step } = begin(200)
    let told = false
    const written = database.write(step).then(() => (told = true))
    await new Promise(setImmediate)
    expect(pauses).toMatchObject([{ ms: 20 }])
    expect(told).toBe(false)
    pauses[0]?.end()
    await written
  })

  it.each([19, -3_600_000])('that seems to take %s ms is not', async (ms) => {
    const { database, pauses, step } = begin(ms)
    await database.write(step)
    expect(pauses).toEqual([])
  })

  it('during which the clock is put a day on is followed by a short one', async () => {
    const { database, pauses, step } = begin(86_400_000)
    void database.write(step)
    await new Promise(setImmediate)
    expect(pauses).toMatchObject([{ ms: 100 }])
  })
})
