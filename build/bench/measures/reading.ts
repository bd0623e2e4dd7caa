import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { figure, type Figure, type Measure } from '../figure.ts'
import { cpuMsOf } from '../process-figures.ts'
import type { RawReading } from '../raw-pdf-child.ts'
import { openReader } from '../reader-in-hand.ts'
import { LONG_SAMPLE, SHORT_SAMPLE } from '../samples.ts'
import { endsWithUs } from '../scratch.ts'

const RUNS = 9

/** Reads a document in a process: how long it took, and what of it was processor time. */
interface Contestant {
  read(path: string): Promise<{ pages: number; ms: number; cpuMs: number | null }>
  close(): Promise<void>
}

interface Samples {
  rate: number[]
  cpu: number[]
  cold: number[]
}

export const reading: Measure = {
  about:
    'Text of the 175-page sample by our reader (process, reading order, headings, hyphens) beside raw pdf.js getTextContent ' +
    'in a process of its own, in turn, each in a new process warmed by a 3-page document (cold: from the start of that ' +
    'process to the end of the short document). Processor time is the fairer of the two where other work goes on.',
  async run(tell) {
    const ours: Samples = { rate: [], cpu: [], cold: [] }
    const raw: Samples = { rate: [], cpu: [], cold: [] }
    for (let run = 0; run < RUNS; run += 1) {
      tell(`run ${run + 1} of ${RUNS}`)
      await compete(ourReader(), ours)
      await compete(rawReader(), raw)
    }
    const ratios = (a: number[], b: number[]) => a.map((value, i) => value / (b[i] ?? value))
    const target = { of: 'median', atLeast: 0.8 } as const
    const byCpu: Figure[] =
      ours.cpu.length === 0
        ? []
        : [
            figure('our reader, processor time', 'ms', ours.cpu),
            figure('raw pdf.js, processor time', 'ms', raw.cpu),
            figure('ours ÷ raw, by processor time', '', ratios(raw.cpu, ours.cpu), target),
          ]
    return [
      figure('our reader', 'pages/s', ours.rate),
      figure('raw pdf.js', 'pages/s', raw.rate),
      figure('ours ÷ raw, run by run', '', ratios(ours.rate, raw.rate), target),
      ...byCpu,
      figure('3 pages, cold: ours', 'ms', ours.cold),
      figure('3 pages, cold: raw', 'ms', raw.cold),
    ]
  },
}

async function compete(contestant: Contestant, samples: Samples): Promise<void> {
  const began = performance.now()
  await contestant.read(SHORT_SAMPLE)
  samples.cold.push(performance.now() - began)
  const { pages, ms, cpuMs } = await contestant.read(LONG_SAMPLE)
  samples.rate.push(pages / (ms / 1000))
  if (cpuMs !== null) samples.cpu.push(cpuMs)
  await contestant.close()
}

function ourReader(): Contestant {
  const reader = openReader()
  return { read: (path) => timed(() => reader.read(path), reader.pid), close: () => reader.close() }
}

function rawReader(): Contestant {
  const child = endsWithUs(fork(fileURLToPath(new URL('../raw-pdf-child.ts', import.meta.url))))
  const read = async (path: string) => {
    child.send(path)
    const [reading] = (await once(child, 'message')) as [RawReading]
    return reading
  }
  return {
    read: (path) =>
      timed(
        () => read(path),
        () => child.pid,
      ),
    async close() {
      child.kill()
      await once(child, 'exit')
    },
  }
}

async function timed(read: () => Promise<{ pages: number; ms: number }>, pid: () => number | undefined) {
  const before = cpuMsOf(pid())
  const { pages, ms } = await read()
  const after = cpuMsOf(pid())
  return { pages, ms, cpuMs: before === null || after === null ? null : after - before }
}
