import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { startApi, WIDE_LIMITS, type Api } from '../hosts/api.ts'
import type { Step } from '../hosts/die-at.ts'
import type { IngestJson } from '../hosts/json-shapes.ts'
import { expectPromisesKept } from '../hosts/promises.ts'
import { SAMPLES } from '../hosts/samples.ts'
import { until } from '../hosts/until.ts'
import { Workplace } from '../hosts/workplace.ts'

const PRELOAD = pathToFileURL(join(import.meta.dirname, '..', 'hosts', 'die-at.ts')).href
const CHUNKS = 3

const SENT = 'INSERT INTO llm_call'
const ANSWERED = "UPDATE llm_call SET state = 'answered'"
const IN_GRAPH = 'INSERT INTO episode'

/** The steps of a paid call, in order; each kill is at the second of three calls. `asked`: how often the API was by then. */
const STEPS: { name: string; step: Omit<Step, 'nth'> | 'in flight'; asked: number; unknown: number }[] = [
  { name: 'before it is sent', step: { when: 'before', statement: SENT }, asked: 1, unknown: 0 },
  { name: 'recorded as sent, its request not out', step: { when: 'after', statement: SENT }, asked: 1, unknown: 1 },
  { name: 'sent and not answered', step: 'in flight', asked: 2, unknown: 1 },
  { name: 'answered, not committed', step: { when: 'before', statement: ANSWERED }, asked: 2, unknown: 1 },
  { name: 'committed, not parsed', step: { when: 'after', statement: ANSWERED }, asked: 2, unknown: 0 },
  { name: 'parsed, not in the graph', step: { when: 'before', statement: IN_GRAPH }, asked: 2, unknown: 0 },
  { name: 'in the graph', step: { when: 'after', statement: IN_GRAPH }, asked: 2, unknown: 0 },
]

/** Runs the program until it is killed at that step. */
async function killAt(step: (typeof STEPS)[number]['step'], desk: Workplace, api: Api): Promise<void> {
  if (step === 'in flight') {
    api.setFaults([{ match: { nth: 2 }, fault: { kind: 'stall' } }])
    const running = desk.start('ingest', SAMPLES.small)
    await until(() => running.over || (api.bill().requests === 2 && api.bill().inFlight === 1))
    expect(await running.kill('SIGKILL')).toMatchObject({ signal: 'SIGKILL' })
    return
  }
  desk.environment['NODE_OPTIONS'] = `--import ${PRELOAD}`
  desk.environment['DIE_AT'] = JSON.stringify({ ...step, nth: 2 } satisfies Step)
  expect(await desk.run('ingest', SAMPLES.small)).toMatchObject({ signal: 'SIGKILL' })
  delete desk.environment['NODE_OPTIONS']
  delete desk.environment['DIE_AT']
}

describe('killed at each step of a paid call', () => {
  it.for(STEPS)('$name: $unknown unknown', async ({ name, step, asked, unknown }) => {
    const api = await startApi(1, { limits: WIDE_LIMITS })
    const desk = await Workplace.forTest({ api: api.url, key: 'sk-ant-journey', windowSeconds: 1 })
    await killAt(step, desk, api)
    expect(api.bill().requests).toBe(asked)
    const rest = await desk.json<IngestJson>(['ingest'])
    const left = name === 'in the graph' ? 1 : 2
    expect(rest).toMatchObject({ documents: { completed: 1 }, chunks: { total: left, completed: left }, gaps: 0 })
    expect(await expectPromisesKept(desk, api, { kills: 1, callsInFlight: 1, documents: 1 })).toEqual({ unknown })
    // Paid again is what had reached the API and was not kept; what was kept is asked for no more.
    const paidAgain = unknown === 1 && asked === 2 ? 1 : 0
    expect(api.bill().requests).toBe(CHUNKS + paidAgain)
  })
})
