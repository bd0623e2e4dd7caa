import { spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { Bench, MODEL } from '../../engine/testing/store-suite/builders.ts'
import { openSqliteStore } from './store.ts'
import { placesOf, tell } from './testing/said-words.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'

const folder = temporaryFolder()
const ENTRY = fileURLToPath(new URL('testing/removal-process.ts', import.meta.url))

/** Works on the database in a process that is killed when it tells of its nth step; the steps it told of. */
async function remove(path: string, killedAt: number): Promise<string[]> {
  const child = spawn(process.execPath, [ENTRY, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  const steps: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    steps.push(line)
    if (steps.length === killedAt) child.kill('SIGKILL')
  }
  return steps
}

it('killed while it removes answers, sweeps or gives room back, a database loses nothing, and the next start ends it', async () => {
  const path = folder.file()
  const store = await openSqliteStore(path)
  const b = new Bench(store)
  await tell(b, 'stays', 'Halcyon', 8)
  await tell(b, 'goes', 'Zyzzyva', 8)
  // Hidden, and its answers are old as well.
  await store.deleteDocument('goes', b.now)
  const { totals } = await b.views.report(null, MODEL)
  await store.close()
  const before = statSync(path).size

  const told: string[] = []
  for (const killedAt of [2, 12, 6, 1000]) {
    told.push(...(await remove(path, killedAt)))
    const sql = new Sqlite(path)
    expect(sql.pragma('integrity_check', { simple: true }), `after ${told.length} steps`).toBe('ok')
    expect(sql.pragma('foreign_key_check')).toEqual([])
    const paid = sql.prepare('SELECT count(*) AS calls, sum(cost) AS cost FROM llm_call').get()
    expect(paid).toEqual({ calls: 32, cost: 16 * 7 })
    sql.close()
  }
  expect(new Set(told)).toEqual(new Set(['answers', 'swept']))
  expect(placesOf(path, 'Zyzzyva')).toEqual([])
  expect(statSync(path).size).toBeLessThan(before)
  const next = await openSqliteStore(path)
  const after = new Bench(next)
  expect((await after.views.report(null, MODEL)).totals).toMatchObject({ costUsd: totals.costUsd, calls: totals.calls })
  expect(await next.removedSoFar()).toMatchObject({ answers: 16, cost: 16 * 7 })
  expect((await after.views.searchGraph('Halcyon', null, 100)).entities).toHaveLength(16)
  await next.close()
})
