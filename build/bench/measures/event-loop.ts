import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { openEngine, type EngineInHand } from '../engine-in-hand.ts'
import { judged, type Figure, type Measure, type Target } from '../figure.ts'
import { LONG_SAMPLE } from '../samples.ts'
import { scratchFolder } from '../scratch.ts'
import { startStandIn, WIDE_LIMITS } from '../stand-in-process.ts'

/** How often the loop is looked at; part of each value, as the idle baseline shows. */
const RESOLUTION_MS = 2
const IDLE_MS = 3000
const TARGET: Target = { of: 'p99', atMost: 50 }

export const eventLoop: Measure = {
  about:
    `Delay of the event loop of the thread that holds engine, limiter and database (looked at every ${RESOLUTION_MS} ms), with the ` +
    '175-page sample: idle, while it is read and chunked, and while its chunks go into the graph by the offline finder and ' +
    'by the stand-in without latency or limits, which is the densest work there is. Where idle itself is high, the machine is busy.',
  async run(tell) {
    const figures: Figure[] = []
    const measured = async (name: string, work: () => Promise<unknown>, target: Target | null = TARGET) => {
      tell(name)
      figures.push(await delayDuring(name, work, target))
    }
    const settings = { offline: { provider: 'offline' }, model: { provider: 'anthropic' } }
    const byFinder = await openEngine({ folder: scratchFolder(), settings: settings.offline, baseUrl: null })
    await byFinder.engine.start()
    await measured('idle', () => sleep(IDLE_MS), null)
    await pause(byFinder)
    await measured('reading and chunking', () => byFinder.add([LONG_SAMPLE]).then(() => byFinder.untilChunked()))
    await measured('offline finder', () => resume(byFinder))
    await byFinder.close()

    const standIn = await startStandIn({ limits: WIDE_LIMITS, windowSeconds: 60 })
    const byModel = await openEngine({ folder: scratchFolder(), settings: settings.model, baseUrl: standIn.url })
    await byModel.engine.start()
    await pause(byModel)
    await byModel.add([LONG_SAMPLE])
    await byModel.untilChunked()
    await measured('stand-in', () => resume(byModel))
    await measured('idle afterwards', () => sleep(IDLE_MS), null)
    await byModel.close()
    await standIn.close()
    return figures
  },
}

function pause({ engine }: EngineInHand): Promise<unknown> {
  return engine.commands['queue.pause']({ phase: 'kg_ingest', finishDocument: false })
}

async function resume({ engine, untilIdle }: EngineInHand): Promise<void> {
  await engine.commands['queue.resume']({})
  await untilIdle()
}

async function delayDuring(name: string, work: () => Promise<unknown>, target: Target | null): Promise<Figure> {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  histogram.enable()
  await work()
  histogram.disable()
  const at = (percent: number) => histogram.percentile(percent) / 1e6
  const statistics = { n: histogram.count, min: histogram.min / 1e6, median: at(50), p95: at(95), p99: at(99) }
  return judged(name, 'ms', { ...statistics, max: histogram.max / 1e6 }, target)
}
