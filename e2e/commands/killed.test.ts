import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { startApi, WIDE_LIMITS, type Api } from '../hosts/api.ts'
import type { Running } from '../hosts/cli.ts'
import { graphDifference } from '../hosts/graph.ts'
import type { IngestJson, ReportJson } from '../hosts/json-shapes.ts'
import { expectPromisesKept } from '../hosts/promises.ts'
import { LONG, SAMPLES } from '../hosts/samples.ts'
import { seededNumbers } from '../hosts/seeded.ts'
import { until } from '../hosts/until.ts'
import { Workplace } from '../hosts/workplace.ts'

const WINDOW_SECONDS = 1
const FILES = LONG ? [SAMPLES.small, SAMPLES.middle, SAMPLES.large] : [SAMPLES.small, SAMPLES.middle]
/** Long enough that most kills meet a call in flight. */
const LATENCY_MS = 40
const KILLS = LONG ? 80 : 12
/** Before the work is done: in the four long runs two hundred at least. */
const LEAST_KILLS = LONG ? 50 : 6

const CASES = [
  { preset: 'steady', callsInFlight: 1, seed: 1 },
  ...(LONG
    ? [
        { preset: 'standard', callsInFlight: 4, seed: 2 },
        { preset: 'steady', callsInFlight: 1, seed: 3 },
        { preset: 'standard', callsInFlight: 4, seed: 4 },
      ]
    : []),
]

type Numbers = ReturnType<typeof seededNumbers>

/** Kills at a random instant of the start, or of the work counted from this start's first calls; false if it ended before. */
async function killAtRandom(number: Numbers, api: Api, running: Running): Promise<boolean> {
  if (number(0, 3) === 0) await sleep(number(0, 800))
  else {
    const from = api.bill().requests
    const more = number(1, 4)
    await until(() => running.over || api.bill().requests >= from + more)
    await sleep(number(0, 2 * LATENCY_MS))
  }
  return !running.over && (await running.kill('SIGKILL')).signal === 'SIGKILL'
}

describe('killed at random instants and started again', () => {
  it.for(CASES)(
    'loses nothing, pays for nothing twice: preset $preset, $callsInFlight in flight, seed $seed',
    { timeout: LONG ? 1_800_000 : undefined },
    async ({ preset, callsInFlight, seed }, { task }) => {
      const number = seededNumbers(seed)
      const api = await startApi(WINDOW_SECONDS, { limits: WIDE_LIMITS, latency: { baseMs: LATENCY_MS } })
      const at = { api: api.url, key: 'sk-ant-journey', windowSeconds: WINDOW_SECONDS }
      const desk = await Workplace.forTest(at)
      const restarts: number[] = []
      let kills = 0
      for (let over = false; kills < KILLS && !over;) {
        // A service comes up again by itself; a person types the same command once more.
        const serves = kills > 0 && number(0, 2) === 0
        const began = performance.now()
        const running = desk.start(...(serves ? ['serve'] : ['ingest', ...FILES]), '--preset', preset)
        if (serves) {
          await running.says(/#code=/)
          restarts.push(performance.now() - began)
          await sleep(number(0, 4 * LATENCY_MS))
          expect(await running.kill('SIGKILL')).toMatchObject({ signal: 'SIGKILL' })
        } else over = !(await killAtRandom(number, api, running))
        if (!over) kills += 1
      }
      const end = await desk.json<IngestJson>(['ingest', ...FILES, '--preset', preset])
      expect(kills).toBeGreaterThanOrEqual(LEAST_KILLS)

      const { unknown } = await expectPromisesKept(desk, api, { kills, callsInFlight, documents: FILES.length })
      const { totals } = await desk.json<ReportJson>(['report'])
      expect(totals.chunks.completed).toBe(totals.chunks.total)
      expect(totals.graph.episodes).toBe(totals.chunks.total)
      expect(totals.calls).toEqual({ answered: totals.chunks.total, refused: 0, unknown, reused: 0 })
      expect(end.calls.answered).toBeLessThan(totals.chunks.total)
      expect(unknown).toBeGreaterThan(0)
      expect((await desk.run('report')).stdout).toContain(`${unknown} unknown, possibly paid`)
      const restart = restarts.toSorted((a, b) => a - b)[Math.floor(restarts.length / 2)] ?? 0
      task.meta.figures = { kills, calls: totals.calls.answered, unknown, restartMs: Math.round(restart) }
      process.stdout.write(`killed, seed ${seed}: ${JSON.stringify(task.meta.figures)}\n`)

      // The graph is the one of an undisturbed run.
      const calm = await Workplace.forTest(at)
      await calm.json(['ingest', ...FILES, '--preset', 'standard'])
      expect(await graphDifference(desk, calm)).toEqual([])
    },
  )
})
