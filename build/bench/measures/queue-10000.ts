import { once } from 'node:events'
import { figure, type Measure } from '../figure.ts'
import { queuedDocuments } from '../queued-documents.ts'
import { runSluice, startSluice, type SluiceOptions } from '../sluice-process.ts'

const MANY = 10_000
const FEW = 100
const QUEUE_RUNS = 7
const START_RUNS = 5

export const queue10000: Measure = {
  about:
    `${MANY} queued documents beside ${FEW}, in turn, the queue paused: "queue --json" from start to end of the process, ` +
    'without an owner and with one; and "serve" from the start of the process until it owns the folder and has answered a command.',
  async run(tell) {
    tell(`queueing ${FEW} and ${MANY} documents`)
    const few = await queuedDocuments(FEW)
    const many = await queuedDocuments(MANY)
    const sizes = [
      { options: few, alone: [] as number[], starts: [] as number[], owned: [] as number[] },
      { options: many, alone: [] as number[], starts: [] as number[], owned: [] as number[] },
    ]
    for (let run = 0; run < QUEUE_RUNS; run += 1) {
      tell(`queue ${run + 1} of ${QUEUE_RUNS}`)
      for (const { options, alone } of sizes) alone.push(await queueMs(options))
    }
    for (let run = 0; run < START_RUNS; run += 1) {
      tell(`start ${run + 1} of ${START_RUNS}`)
      for (const { options, starts, owned } of sizes) {
        const began = performance.now()
        const owner = startSluice(['serve'], options)
        owner.stdout?.resume()
        // Said after the first command was answered.
        await says(owner.stderr, 'Sluice works on')
        starts.push(performance.now() - began)
        owned.push(await queueMs(options))
        owner.kill('SIGTERM')
        await once(owner, 'exit')
      }
    }
    const [ofFew, ofMany] = sizes
    if (!ofFew || !ofMany) return []
    const ratio = (name: string, a: number[], b: number[]) =>
      figure(
        `${name}, ${MANY} ÷ ${FEW}`,
        '',
        a.map((ms, i) => ms / (b[i] ?? ms)),
      )
    return [
      figure(`queue --json, ${MANY} documents`, 'ms', ofMany.alone, { of: 'median', atMost: 1000 }),
      figure(`queue --json, ${FEW} documents`, 'ms', ofFew.alone),
      ratio('queue --json', ofMany.alone, ofFew.alone),
      figure(`queue --json by the owner, ${MANY} documents`, 'ms', ofMany.owned, { of: 'median', atMost: 1000 }),
      figure(`queue --json by the owner, ${FEW} documents`, 'ms', ofFew.owned),
      figure(`start-up until ready, ${MANY} documents`, 'ms', ofMany.starts, { of: 'median', atMost: 2000 }),
      figure(`start-up until ready, ${FEW} documents`, 'ms', ofFew.starts),
      ratio('start-up', ofMany.starts, ofFew.starts),
    ]
  },
}

async function queueMs(options: SluiceOptions): Promise<number> {
  return (await runSluice(['queue', '--json'], options)).ms
}

/** Resolves when the stream has said the words; what comes after them is let go. */
function says(stream: NodeJS.ReadableStream | null, words: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let text = ''
  stream?.setEncoding('utf8')
  stream?.on('data', (part: string) => {
    text += part
    if (text.includes(words)) resolve()
  })
  stream?.once('end', () => reject(new Error(`expected "${words}", came: ${text}`)))
  return promise
}
