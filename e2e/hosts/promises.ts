import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { BillEntry } from '../fixtures/messages-api/bill.ts'
import type { Api } from './api.ts'
import { integrityOf, readDatabase } from './database.ts'
import type { Workplace } from './workplace.ts'

/** A call as the ledger has it. */
interface LedgerRow {
  state: 'sent' | 'answered' | 'refused' | 'unknown'
  key: string
  sha: string
  requestId: string | null
  input: number
  output: number
  cacheRead: number
  cacheWrite: number
  cost: number
  worstCost: number
  estimatedInput: number
  maxOutput: number
}

export interface Kills {
  kills: number
  /** Of the preset: what a kill may cost. */
  callsInFlight: number
  documents: number
}

/**
 * What holds when the work is done, however often the program was killed meanwhile and whenever: the files are whole,
 * nothing is lost, and nothing was paid twice but what was in flight at a kill or met a fault that the API injected, and that is
 * named. Gives how many calls are of unknown outcome.
 */
export async function expectPromisesKept(desk: Workplace, api: Api, killed: Kills): Promise<{ unknown: number }> {
  await expectFilesWhole(desk)
  expectNothingLost(desk, killed.documents)
  return expectNothingPaidTwice(desk, api, killed)
}

async function expectFilesWhole(desk: Workplace): Promise<void> {
  expect(integrityOf(desk.data)).toBe('ok')
  const { broken, hashes } = readDatabase(desk.data, (database) => ({
    broken: database.pragma('foreign_key_check'),
    hashes: database.prepare<[], string>('SELECT sha256 FROM document').pluck().all(),
  }))
  expect(broken).toEqual([])
  const found = new Map<string, string>()
  const blobs = join(desk.data, 'blobs')
  for (const folder of (await readdir(blobs)).filter((name) => name.length === 2)) {
    for (const name of await readdir(join(blobs, folder))) {
      const bytes = await readFile(join(blobs, folder, name))
      found.set(folder + name, createHash('sha256').update(bytes).digest('hex'))
    }
  }
  expect([...found].filter(([name, hash]) => name !== hash)).toEqual([])
  expect(hashes.filter((hash) => !found.has(hash))).toEqual([])
}

/** Every document is over and every chunk of it in the graph, once. */
function expectNothingLost(desk: Workplace, documents: number): void {
  readDatabase(desk.data, (database) => {
    const rows = (query: string) => database.prepare<[], Record<string, unknown>>(query).all()
    expect(rows('SELECT name, state FROM document').map(({ state }) => state)).toEqual(
      Array.from({ length: documents }, () => 'completed'),
    )
    expect(rows("SELECT phase, status FROM processing_job WHERE status <> 'completed'")).toEqual([])
    expect(rows("SELECT document_id, ordinal, state FROM chunk WHERE state <> 'completed'")).toEqual([])
    const episodesOf = `SELECT chunk.id, count(episode.id) AS episodes FROM chunk
      LEFT JOIN episode ON episode.chunk_id = chunk.id AND NOT episode.deleted GROUP BY chunk.id`
    expect(rows(`SELECT * FROM (${episodesOf}) WHERE episodes <> 1`)).toEqual([])
    expect(rows('SELECT uuid, chunk_id FROM episode WHERE chunk_id NOT IN (SELECT id FROM chunk)')).toEqual([])
  })
}

/** Ledger ≤ bill ≤ ledger + its unknown calls: call by call, token by token. */
function expectNothingPaidTwice(desk: Workplace, api: Api, killed: Kills): { unknown: number } {
  const ledger = ledgerOf(desk)
  const bill = api.bill()
  const of = (state: LedgerRow['state']) => ledger.filter((row) => row.state === state)
  const [unknown, refused] = [of('unknown'), of('refused')]
  const faults = bill.entries.filter(({ fault }) => fault !== null).length
  expect(of('sent')).toEqual([])
  expect(refused.length).toBeLessThanOrEqual(faults)

  // Every answer of the ledger is on the bill, to the token.
  const unmatched = new Map(bill.entries.map((entry) => [entry.requestId, entry]))
  for (const row of of('answered')) {
    const entry = unmatched.get(row.requestId ?? '')
    expect({ sha: entry?.sha256, ...tokensOf(entry), cost: entry?.costMicroUsd }).toEqual({
      sha: row.sha,
      input: row.input,
      output: row.output,
      cacheRead: row.cacheRead,
      cacheWrite: row.cacheWrite,
      cost: row.cost,
    })
    unmatched.delete(row.requestId ?? '')
  }

  // What else reached the API has a row: what is billed one that names it as possibly paid, and costs no more than that says.
  const named = [...unknown, ...refused]
  const others = [...unmatched.values()].filter(({ sha256 }) => sha256 !== '')
  for (const entry of [...others.filter(({ billed }) => billed), ...others.filter(({ billed }) => !billed)]) {
    const at = named.findIndex((row) => row.sha === entry.sha256 && (row.state === 'unknown' || !entry.billed))
    const [row] = at < 0 ? [] : named.splice(at, 1)
    if (row === undefined) throw new Error(`expected an unknown call for ${entry.requestId}, came none`)
    const { input, output, cacheRead, cacheWrite } = tokensOf(entry)
    expect(input + cacheRead + cacheWrite).toBeLessThanOrEqual(row.estimatedInput)
    expect(output).toBeLessThanOrEqual(row.maxOutput)
    expect(entry.costMicroUsd).toBeLessThanOrEqual(row.worstCost)
  }

  // Asked again: only what was in flight at a kill, or met a fault.
  expect(unknown.length).toBeLessThanOrEqual(killed.kills * killed.callsInFlight + faults)
  expect(ledger.length - new Set(ledger.map(({ key }) => key)).size).toBeLessThanOrEqual(unknown.length + faults)
  // A call that met a fault may be over for the program before the API sees it.
  expect(bill.mostInFlight).toBeLessThanOrEqual(killed.callsInFlight + faults)
  return { unknown: unknown.length }
}

export function ledgerOf(desk: Workplace): LedgerRow[] {
  return readDatabase(desk.data, (database) =>
    database
      .prepare<[], LedgerRow>(
        `SELECT state, answer_key AS key, request_sha AS sha, request_id AS requestId, input, output,
           cache_read AS cacheRead, cache_write AS cacheWrite, cost, worst_cost AS worstCost,
           estimated_input AS estimatedInput, max_output AS maxOutput FROM llm_call ORDER BY id`,
      )
      .all(),
  )
}

function tokensOf(entry: BillEntry | undefined) {
  const { input = 0, output = 0, cacheRead = 0, cacheWrite5m = 0, cacheWrite1h = 0 } = entry?.billed ?? {}
  return { input, output, cacheRead, cacheWrite: cacheWrite5m + cacheWrite1h }
}
