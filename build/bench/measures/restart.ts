import { setTimeout as sleep } from 'node:timers/promises'
import { figure, type Measure } from '../figure.ts'
import { LONG_SAMPLE } from '../samples.ts'
import { scratchFolder } from '../scratch.ts'
import { startServing } from '../serving.ts'
import { runSluice } from '../sluice-process.ts'
import { startStandIn, WIDE_LIMITS, type StandInProcess } from '../stand-in-process.ts'

const RUNS = 11
/** Of an answer: long enough that a call is in flight when the host ends. */
const LATENCY_MS = 200
const LOOK_EVERY_MS = 10

export const restart: Measure = {
  about:
    'A host in the middle of the long sample, a call in flight, ended by kill -9 and in order in turn: from the start of ' +
    'the next process until it answers, and until it has asked the API again.',
  async run(tell) {
    const standIn = await startStandIn({
      limits: WIDE_LIMITS,
      windowSeconds: 60,
      latency: { base: LATENCY_MS, perToken: 0 },
    })
    const environment = { ANTHROPIC_API_KEY: 'sk-bench', ANTHROPIC_BASE_URL: standIn.url }
    const options = { data: scratchFolder(), environment }
    try {
      let host = await startServing(options)
      await runSluice(['ingest', LONG_SAMPLE, '--no-wait'], options)
      // The second: until an answer has named the limits, a call of unknown outcome takes half of what is assumed.
      await oneMore(standIn)
      await oneMore(standIn)
      const times = {
        SIGKILL: { serves: [] as number[], asks: [] as number[] },
        SIGTERM: { serves: [] as number[], asks: [] as number[] },
      }
      for (let run = 0; run < 2 * RUNS; run += 1) {
        tell(`run ${run + 1} of ${2 * RUNS}`)
        const signal = run % 2 === 0 ? 'SIGKILL' : 'SIGTERM'
        await host.close(signal)
        const asked = oneMore(standIn)
        const began = performance.now()
        host = await startServing(options)
        times[signal].serves.push(performance.now() - began)
        await asked
        times[signal].asks.push(performance.now() - began)
      }
      await host.close()
      const { SIGKILL: killed, SIGTERM: ended } = times
      return [
        figure('after kill -9: answers', 'ms', killed.serves, { of: 'median', atMost: 5000 }),
        figure('after kill -9: asks the API', 'ms', killed.asks),
        figure('after an end in order: answers', 'ms', ended.serves),
        figure('after an end in order: asks the API', 'ms', ended.asks),
      ]
    } finally {
      await standIn.close()
    }
  },
}

/** Resolves when one more request has come than now. */
async function oneMore(standIn: StandInProcess): Promise<void> {
  const requests = async () => (await standIn.bill()).requests
  const before = await requests()
  while ((await requests()) <= before) await sleep(LOOK_EVERY_MS)
}
