import { fork, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { watchMemory } from '../../../e2e/hosts/memory.ts'
import { figure, judged, type Figure, type Measure } from '../figure.ts'
import { RESOLUTION_MS, watchLoopDelay } from '../loop-delay.ts'
import { endsWithUs, scratchFolder } from '../scratch.ts'
import { sendFile } from '../send-file.ts'
import { startServing, type Serving } from '../serving.ts'
import { runSluice } from '../sluice-process.ts'
import type { Statistics } from '../statistics.ts'

const BYTES = 100_000_000
const RUNS = 5
const UPLOADS = 3

/** A receiver of files, in a process of its own that has received none. */
interface Contestant {
  pid: number
  /** Milliseconds until the file was acknowledged, and until it was hashed and durable where it stays. */
  receive(bytes: Buffer, name: string): Promise<{ acknowledged: number; kept: number }>
  /** Of the event loop while files came. */
  close(): Promise<Statistics | null>
}

interface Samples {
  acknowledged: number[]
  kept: number[]
  growth: number[]
  delay: Statistics[]
}

const none = (): Samples => ({ acknowledged: [], kept: [], growth: [], delay: [] })

export const upload: Measure = {
  about:
    `${UPLOADS} files of ${BYTES / 1e6} MB, one after the other, to the web host of a built "serve" beside a plain node:http ` +
    `pipeline that hashes and fsyncs too, in turn, each in a new process. Ours acknowledges a durable file and hashes it ` +
    `after that, as it copies it into its store ("kept"). Memory is resident, highest over first; the delay of the event ` +
    `loop (looked at every ${RESOLUTION_MS} ms) is that of the thread that holds engine, limiter and database, until kept.`,
  async run(tell) {
    const ours = none()
    const plain = none()
    const bytes = randomBytes(BYTES)
    bytes.write('%PDF-1.4\n')
    for (let run = 0; run < RUNS; run += 1) {
      tell(`run ${run + 1} of ${RUNS}`)
      await compete(await webHost(), bytes, ours)
      await compete(await plainServer(), bytes, plain)
    }
    const ratios = (a: number[], b: number[]) => a.map((ms, i) => ms / (b[i] ?? ms))
    const target = { of: 'median', atMost: 2 } as const
    return [
      figure('ours, acknowledged', 'ms', ours.acknowledged),
      figure('ours, kept', 'ms', ours.kept),
      figure('plain pipeline', 'ms', plain.kept),
      figure('acknowledged ÷ plain', '', ratios(ours.acknowledged, plain.kept), target),
      figure('kept ÷ plain', '', ratios(ours.kept, plain.kept)),
      ...memory('ours, memory', ours, { of: 'max', atMost: 60 }),
      ...memory('plain, memory', plain, null),
      ...worst(ours.delay),
    ]
  },
}

function memory(name: string, { growth }: Samples, target: Figure['target']): Figure[] {
  return growth.length === 0 ? [] : [figure(name, 'MB', growth, target)]
}

/** Of several processes the one whose loop was held longest. */
function worst(delays: Statistics[]): Figure[] {
  const [slowest] = delays.toSorted((a, b) => b.p99 - a.p99)
  return slowest ? [judged('ours, event-loop delay, worst run', 'ms', slowest, { of: 'p99', atMost: 50 })] : []
}

async function compete(contestant: Contestant, bytes: Buffer, samples: Samples): Promise<void> {
  const memory = process.platform === 'linux' ? await watchMemory(contestant.pid) : null
  for (let count = 0; count < UPLOADS; count += 1) {
    // The same bytes twice would be one document.
    bytes.writeUInt32LE(count, 100)
    const { acknowledged, kept } = await contestant.receive(bytes, `${count}.pdf`)
    samples.acknowledged.push(acknowledged)
    samples.kept.push(kept)
  }
  if (memory) samples.growth.push(await memory.stop())
  const delay = await contestant.close()
  if (delay) samples.delay.push(delay)
}

async function webHost(): Promise<Contestant> {
  const folder = scratchFolder()
  const delay = process.platform === 'win32' ? null : watchLoopDelay(join(folder, 'delay'))
  const data = join(folder, 'data')
  const environment = { SLUICE_PROVIDER: 'offline' }
  // What is no document would only be read in vain.
  await runSluice(['pause', '--phase', 'extraction'], { data, environment })
  const host = await startServing({ data, environment, nodeArgs: delay?.nodeArgs ?? [] })
  let figures: Statistics | null = null
  return {
    pid: host.pid,
    async receive(bytes, name) {
      delay?.begin(host.pid)
      const began = performance.now()
      const { id } = JSON.parse(await sendFile(`${host.origin}upload?name=${name}`, bytes, host.headers)) as {
        id: string
      }
      const acknowledged = performance.now() - began
      while (!(await isKept(host, id))) await sleep(20)
      const kept = performance.now() - began
      figures = (await delay?.end(host.pid)) ?? null
      return { acknowledged, kept }
    },
    async close() {
      await host.close()
      return figures
    },
  }
}

async function isKept({ origin, headers }: Serving, id: string): Promise<boolean> {
  const { documents } = (await (await fetch(`${origin}api/queue`, { headers })).json()) as {
    documents: { id: string; phases: { ingestion: string | null } }[]
  }
  return documents.find((document) => document.id === id)?.phases.ingestion === 'completed'
}

async function plainServer(): Promise<Contestant> {
  const folder = scratchFolder()
  const child = endsWithUs<ChildProcess>(fork(fileURLToPath(new URL('../plain-upload-child.ts', import.meta.url))))
  const [port] = (await once(child, 'message')) as [number]
  return {
    pid: child.pid ?? 0,
    async receive(bytes, name) {
      const began = performance.now()
      await sendFile(`http://127.0.0.1:${port}/${encodeURIComponent(join(folder, name))}`, bytes)
      const ms = performance.now() - began
      return { acknowledged: ms, kept: ms }
    },
    async close() {
      child.kill()
      await once(child, 'exit')
      return null
    },
  }
}
