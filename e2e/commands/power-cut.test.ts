import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { requestsOf, toldTooEarly, transactionsOf } from '../fixtures/system-calls/durability.ts'
import { readTrace } from '../fixtures/system-calls/read-trace.ts'
import { startApi, WIDE_LIMITS } from '../hosts/api.ts'
import { readDatabase } from '../hosts/database.ts'
import { expectPromisesKept } from '../hosts/promises.ts'
import { SAMPLES } from '../hosts/samples.ts'
import { noStrace, strace } from '../hosts/strace.ts'
import { Workplace } from '../hosts/workplace.ts'

const CALLS = 'write,writev,pwrite64,pwritev,pwritev2,sendto,sendmsg,fsync,fdatasync'
/** More than any write has bytes. */
const WHOLE = `${1 << 24}`

/** A call with the episode that was made of it. */
interface Kept {
  sha: string
  requestId: string
  episode: string
}

describe('a power cut', () => {
  it.for([
    { preset: 'steady', callsInFlight: 1 },
    { preset: 'standard', callsInFlight: 4 },
  ])(
    'takes no request that was sent and no answer that was acted upon: preset $preset',
    async ({ preset, callsInFlight }, { skip }) => {
      const missing = noStrace()
      skip(missing !== null, missing ?? '')
      const api = await startApi(1, { limits: WIDE_LIMITS })
      const desk = await Workplace.forTest({ api: api.url, key: 'sk-ant-journey', windowSeconds: 1 })
      const log = join(desk.documents, 'trace')
      const traced = strace('-yy', '-s', WHOLE, '-e', `trace=${CALLS}`, '-o', log)
      const { code, stderr } = await desk.startUnder(traced, 'ingest', SAMPLES.small, '--preset', preset).ended
      expect(code, stderr).toBe(0)
      const kept = readDatabase(desk.data, (database) =>
        database
          .prepare<[], Kept>(
            `SELECT request_sha AS sha, request_id AS requestId, episode.uuid AS episode
             FROM llm_call JOIN episode USING (chunk_id) WHERE llm_call.state = 'answered'`,
          )
          .all(),
      )
      expect(kept).toHaveLength(3)

      const calls = readTrace(await readFile(log, 'utf8'))
      const wal = join(desk.data, 'sluice.db-wal')
      const transactions = transactionsOf(calls, wal)
      const requests = requestsOf(calls, Number(new URL(api.url).port), '/v1/messages')
      const first = (bytes: string) => transactions.find((transaction) => transaction.bytes.includes(bytes))
      expect(requests.map(({ sha256 }) => sha256).toSorted()).toEqual(kept.map(({ sha }) => sha).toSorted())
      for (const { sha, requestId, episode } of kept) {
        const request = requests.find(({ sha256 }) => sha256 === sha)
        const [sent, answered, inGraph] = [first(sha), first(requestId), first(episode)]
        // Sent is on disk before the first byte of the request leaves, the answer before anything is made of it.
        const order = [sent?.synced, request?.begun, answered?.begun, answered?.synced, inGraph?.begun, inGraph?.synced]
        expect(order).toEqual(order.toSorted((a = Infinity, b = Infinity) => a - b))
        expect(order).not.toContain(Infinity)
        expect(order).not.toContain(undefined)
      }
      // No transaction, request, line or event relies on one that is not synced.
      for (const [n, { synced }] of transactions.entries()) {
        expect(synced).toBeLessThan(transactions[n + 1]?.begun ?? Infinity)
      }
      expect(toldTooEarly(calls, wal)).toEqual([])
      await expectPromisesKept(desk, api, { kills: 0, callsInFlight, documents: 1 })
    },
  )
})
