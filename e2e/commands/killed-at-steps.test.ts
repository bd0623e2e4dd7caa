import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Fault } from '../fixtures/messages-api/faults.ts'
import { startApi, WIDE_LIMITS, type Api } from '../hosts/api.ts'
import type { Step } from '../hosts/die-at.ts'
import { readDatabase } from '../hosts/database.ts'
import type { IngestJson } from '../hosts/json-shapes.ts'
import { expectPromisesKept } from '../hosts/promises.ts'
import { SAMPLES } from '../hosts/samples.ts'
import { until } from '../hosts/until.ts'
import { Workplace } from '../hosts/workplace.ts'

const PRELOAD = pathToFileURL(join(import.meta.dirname, '..', 'hosts', 'die-at.ts')).href
const CHUNKS = 3
/** More than the program takes for a small document. */
const HEAP_MEGABYTES = 96

const SENT = 'INSERT INTO llm_call'
const ANSWERED = "UPDATE llm_call SET state = 'answered'"
const IN_GRAPH = 'INSERT INTO episode'

/**
 * The steps of a paid call, in order. Those of the ledger are killed at the second of three calls, where the first may
 * not be in the graph yet: the next request goes out before. Those of the graph at the third, behind which none goes out.
 * `asked`: how often the API was by then. `inGraph`: how many chunks are in the graph, null where that is a race.
 */
const STEPS: {
  name: string
  /** A fault: of the second answer, during which the program is killed. */
  step: Step | Fault
  asked: number
  unknown: number
  inGraph: number | null
}[] = [
  { name: 'before it is sent', step: { when: 'before', statement: SENT, nth: 2 }, asked: 1, unknown: 0, inGraph: null },
  {
    name: 'recorded as sent, its request not out',
    step: { when: 'after', statement: SENT, nth: 2 },
    asked: 1,
    unknown: 1,
    inGraph: null,
  },
  { name: 'sent and not answered', step: { kind: 'stall' }, asked: 2, unknown: 1, inGraph: 1 },
  { name: 'half of the answer there', step: { kind: 'stall', afterBytes: 1500 }, asked: 2, unknown: 1, inGraph: 1 },
  {
    name: 'out of memory',
    step: { when: 'after', statement: SENT, nth: 2, outOfMemory: true },
    asked: 1,
    unknown: 1,
    inGraph: null,
  },
  {
    name: 'answered, not committed',
    step: { when: 'before', statement: ANSWERED, nth: 2 },
    asked: 2,
    unknown: 1,
    inGraph: null,
  },
  {
    name: 'committed, not parsed',
    step: { when: 'after', statement: ANSWERED, nth: 2 },
    asked: 2,
    unknown: 0,
    inGraph: null,
  },
  {
    name: 'parsed, not in the graph',
    step: { when: 'before', statement: IN_GRAPH, nth: 3 },
    asked: 3,
    unknown: 0,
    inGraph: 2,
  },
  { name: 'in the graph', step: { when: 'after', statement: IN_GRAPH, nth: 3 }, asked: 3, unknown: 0, inGraph: 3 },
]

/** Runs the program until it is killed at that step. */
async function killAt(step: (typeof STEPS)[number]['step'], desk: Workplace, api: Api): Promise<void> {
  if ('kind' in step) {
    api.setFaults([{ match: { nth: 2 }, fault: step }])
    const running = desk.start('ingest', SAMPLES.small)
    await until(() => running.over || (api.bill().requests === 2 && api.bill().inFlight === 1))
    await until(() => episodesOf(desk) === 1)
    expect(await running.kill('SIGKILL')).toMatchObject({ signal: 'SIGKILL' })
    return
  }
  desk.environment['NODE_OPTIONS'] = `--import ${PRELOAD} --max-old-space-size=${HEAP_MEGABYTES}`
  desk.environment['DIE_AT'] = JSON.stringify(step)
  const { code, signal, stderr } = await desk.run('ingest', SAMPLES.small)
  if (step.outOfMemory) expect(`${signal ?? code} ${stderr}`).toMatch(/^(SIGABRT|SIGTRAP|13\d) .*heap/s)
  else expect(signal).toBe('SIGKILL')
  delete desk.environment['NODE_OPTIONS']
  delete desk.environment['DIE_AT']
}

function episodesOf(desk: Workplace): number {
  return readDatabase(desk.data, (database) =>
    Number(database.prepare('SELECT count(*) FROM episode WHERE NOT deleted').pluck().get()),
  )
}

describe('killed at each step of a paid call', () => {
  it.for(STEPS)('$name: $unknown unknown', async ({ step, asked, unknown, inGraph }) => {
    const api = await startApi(1, { limits: WIDE_LIMITS })
    const desk = await Workplace.forTest({ api: api.url, key: 'sk-ant-journey', windowSeconds: 1 })
    await killAt(step, desk, api)
    expect(api.bill().requests).toBe(asked)
    const episodes = episodesOf(desk)
    if (inGraph !== null) expect(episodes).toBe(inGraph)
    const rest = await desk.json<IngestJson>(['ingest'])
    const left = CHUNKS - episodes
    expect(rest).toMatchObject({ documents: { completed: 1 }, chunks: { total: left, completed: left }, gaps: 0 })
    expect(await expectPromisesKept(desk, api, { kills: 1, callsInFlight: 1, documents: 1 })).toEqual({ unknown })
    // Paid again is what had reached the API and was not kept; what was kept is asked for no more.
    const paidAgain = unknown === 1 && asked === 2 ? 1 : 0
    expect(api.bill().requests).toBe(CHUNKS + paidAgain)
  })
})
