import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createDatabase } from './database.ts'

/** A database whose commits take so long, and the pauses asked of its clock. */
function begin(commitMs: number) {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-database-'))
  const sql = new Sqlite(join(folder, 'a.db'))
  onTestFinished(() => {
    sql.close()
    rmSync(folder, { recursive: true })
  })
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
  it('that takes long is told of at once, and the next comes after a pause in which others are answered', async () => {
    const { database, pauses, step } = begin(200)
    const told: number[] = []
    await database.write(step)
    const next = [1, 2].map((n) => database.write(step).then(() => told.push(n)))
    expect(await database.read(() => 'meanwhile')).toBe('meanwhile')
    expect(pauses).toMatchObject([{ ms: 20 }])
    expect(told).toEqual([])
    pauses[0]?.end()
    await next[0]
    expect(pauses).toHaveLength(2)
    expect(told).toEqual([1])
    pauses[1]?.end()
    await next[1]
    expect(told).toEqual([1, 2])
  })

  it.each([19, -3_600_000])('that seems to take %s ms is followed by none', async (ms) => {
    const { database, pauses, step } = begin(ms)
    await database.write(step)
    expect(pauses).toEqual([])
  })

  it('during which the clock is put a day on is followed by a short one', async () => {
    const { database, pauses, step } = begin(86_400_000)
    await database.write(step)
    expect(pauses).toMatchObject([{ ms: 100 }])
  })
})
