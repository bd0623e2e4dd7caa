import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { openSqliteStore } from '../../../src-main/adapters/sqlite/store.ts'
import { figure, type Figure, type Measure, type Target } from '../figure.ts'
import { fillWithChunks, must, newDocument } from '../full-store.ts'
import { scratchFolder } from '../scratch.ts'

const MANY = 10_000
const FEW = 100
const CHUNKS_EACH = 100
const BULK = 10_000
const AT_ONCE = 1000
const RUNS = 200
const FLAT: Target = { of: 'median', atMost: 1.1 }

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

interface Samples {
  claim: number[]
  kgClaim: number[]
  status: number[]
}

export const load: Measure = {
  about:
    `The store alone with ${MANY} documents of ${CHUNKS_EACH} chunks, a million chunk rows, and half as many documents not begun, ` +
    `beside ${FEW} of them: claim of the next job, of the next document for the graph, and the counts of the status, each durable ` +
    `where it writes. And ${BULK} documents added in bulks of ${AT_ONCE}, and the memory of the process that adds all of it, after ` +
    'a forced collection.',
  async run(tell) {
    const folder = scratchFolder()
    const [few, many] = [join(folder, 'few.db'), join(folder, 'many.db')]
    tell(`filling ${FEW} documents`)
    await fillWithChunks(few, FEW, CHUNKS_EACH)
    const ofFew = await measured(few)
    tell(`filling ${MANY} documents`)
    const heldAt: number[] = []
    await fillWithChunks(many, MANY, CHUNKS_EACH, (documents) => {
      if (documents % (MANY / 10) === 0) heldAt.push(megabytesHeld())
    })
    tell('asking')
    const ofMany = await measured(many)
    tell('adding')
    const rates = await addingRates(join(folder, 'empty.db'))
    return [
      figure('documents added a second, in bulk', '/s', rates, { of: 'median', atLeast: 2000 }),
      figure('memory with all chunk rows ÷ with a tenth', '', [(heldAt.at(-1) ?? NaN) / (heldAt[0] ?? NaN)], FLAT),
      ...figuresOf(`${MANY} documents`, ofMany, true),
      ...figuresOf(`${FEW} documents`, ofFew, false),
    ]
  },
}

function figuresOf(size: string, { claim, kgClaim, status }: Samples, bound: boolean): Figure[] {
  const atMost = (ms: number) => (bound ? ({ of: 'median', atMost: ms } as const) : undefined)
  return [
    figure(`claim of the next job, ${size}`, 'ms', claim, atMost(1)),
    figure(`claim for the graph, ${size}`, 'ms', kgClaim, atMost(1)),
    figure(`counts of the status, ${size}`, 'ms', status, atMost(10)),
  ]
}

async function measured(path: string): Promise<Samples> {
  const store = await openSqliteStore(path, { logger: silent })
  const samples: Samples = { claim: [], kgClaim: [], status: [] }
  for (let run = 0; run < RUNS; run += 1) {
    await store.releaseJob(must(await timed(samples.claim, () => store.claim('ingestion', null, Date.now()))))
    const { job } = must(await timed(samples.kgClaim, () => store.claimKgDocument('anthropic', null, Date.now())))
    await store.releaseJob(job)
    await timed(samples.status, () => store.queueTotals())
  }
  await store.close()
  return samples
}

function megabytesHeld(): number {
  collect()
  return process.memoryUsage.rss() / 1_000_000
}

async function timed<T>(samples: number[], ask: () => Promise<T>): Promise<T> {
  const began = performance.now()
  const answer = await ask()
  samples.push(performance.now() - began)
  return answer
}

async function addingRates(path: string): Promise<number[]> {
  const store = await openSqliteStore(path, { logger: silent })
  const rates: number[] = []
  for (let from = 0; from < BULK; from += AT_ONCE) {
    const documents = Array.from({ length: AT_ONCE }, (_, n) => newDocument(from + n))
    const began = performance.now()
    await store.enqueue(documents, Date.now())
    rates.push(AT_ONCE / ((performance.now() - began) / 1000))
  }
  await store.close()
  return rates
}

const silent = { debug() {}, info() {}, warn() {}, error() {} }
