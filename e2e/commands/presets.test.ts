import { expect, it } from 'vitest'
import { startApi, WIDE_LIMITS } from '../hosts/api.ts'
import { exportedGraph, graphDifference } from '../hosts/graph.ts'
import type { IngestJson } from '../hosts/json-shapes.ts'
import { SAMPLES } from '../hosts/samples.ts'
import { Workplace } from '../hosts/workplace.ts'

it('steady and standard give the same graph, id for id, and the same bill', async () => {
  const read = async (preset: string) => {
    const api = await startApi(1, { limits: WIDE_LIMITS, latency: { baseMs: 60 } })
    const desk = await Workplace.forTest({ api: api.url, key: 'sk-ant-journey', windowSeconds: 1 })
    const run = await desk.json<IngestJson>(['ingest', SAMPLES.small, SAMPLES.middle, '--preset', preset])
    return { desk, api, run }
  }
  const steady = await read('steady')
  const standard = await read('standard')
  expect(steady.api.bill().mostInFlight).toBe(1)
  const most = standard.api.bill().mostInFlight
  expect(most).toBeGreaterThan(1)
  expect(most).toBeLessThanOrEqual(4)
  expect((await exportedGraph(steady.desk)).length).toBeGreaterThan(100)
  expect(await graphDifference(steady.desk, standard.desk)).toEqual([])
  // The stand-in answers from the text alone, so the graph cannot tell prompts apart: the bodies asked must be the same.
  const bodies = ({ api }: typeof steady) =>
    api
      .bill()
      .entries.map(({ sha256 }) => sha256)
      .toSorted((a, b) => a.localeCompare(b))
  expect(bodies(standard)).toEqual(bodies(steady))
  expect(standard.run.graph).toEqual(steady.run.graph)
  expect(standard.run.costUsd).toBe(steady.run.costUsd)
})
