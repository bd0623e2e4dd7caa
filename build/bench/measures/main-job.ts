import { figure, type Figure, type Measure } from '../figure.ts'
import { SAMPLES } from '../samples.ts'
import { scratchFolder } from '../scratch.ts'
import { runSluiceJson } from '../sluice-process.ts'
import { startStandIn } from '../stand-in-process.ts'

const WINDOW_SECONDS = 6
/** A model's first token after some 1,000 ms and 150 tokens a second, in a minute that is a tenth as long. */
const LATENCY = { base: 100, perToken: 0.67 }
const LIMITS = { requests: 50, input: 50_000, output: 10_000 }
/** `safetyBuffer`: the share of each limit that Sluice allows itself. */
const ALLOWED = 0.8

interface IngestJson {
  documents: { completed: number; failed: number }
  chunks: { total: number; completed: number }
  tokens: { input: number; output: number; cacheRead: number; cacheWrite: number }
  costUsd: number
  seconds: number
}

export const mainJob: Measure = {
  about:
    `The samples through the built program against the stand-in (own process) at ${LIMITS.requests} requests, ` +
    `${LIMITS.input} input and ${LIMITS.output} output tokens a minute of ${WINDOW_SECONDS} s; latency ${LATENCY.base} ms ` +
    `and ${LATENCY.perToken} ms a token, a tenth of a real one. Use: mean over the whole run, ramp and reading included.`,
  async run(tell) {
    const figures: Figure[] = []
    for (const preset of ['steady', 'standard']) {
      tell(`preset ${preset}`)
      figures.push(...(await once(preset)))
    }
    return figures
  },
}

async function once(preset: string): Promise<Figure[]> {
  const standIn = await startStandIn({ limits: LIMITS, windowSeconds: WINDOW_SECONDS, latency: LATENCY })
  try {
    const run = await runSluiceJson<IngestJson>(['ingest', SAMPLES, '--preset', preset], {
      data: scratchFolder(),
      environment: {
        ANTHROPIC_API_KEY: 'sk-bench',
        ANTHROPIC_BASE_URL: standIn.url,
        SLUICE_LIMIT_WINDOW_SECONDS: String(WINDOW_SECONDS),
      },
    })
    const bill = await standIn.bill()
    const billed = bill.tokens
    const tokensApart =
      Math.abs(run.tokens.input - billed.input) +
      Math.abs(run.tokens.output - billed.output) +
      Math.abs(run.tokens.cacheRead - billed.cacheRead) +
      Math.abs(run.tokens.cacheWrite - billed.cacheWrite5m - billed.cacheWrite1h)
    const costApart = Math.abs(Math.round(run.costUsd * 1e6) - bill.costMicroUsd)
    const none = { of: 'max', atMost: 0 } as const
    const use = 100 * bill.meanUse.tightest
    const one = (name: string, unit: string, value: number, target: Figure['target'] = null) =>
      figure(`${preset}: ${name}`, unit, [value], target)
    return [
      one('documents completed', 'of 3', run.documents.completed, { of: 'max', atLeast: 3 }),
      one('chunks lost', 'chunks', run.chunks.total - run.chunks.completed, none),
      one('calls refused', 'calls', bill.refused + bill.refusedOther, none),
      one('calls asked twice', 'calls', bill.askedTwice + bill.billedTwice, none),
      one('tokens of report − bill', 'tokens', tokensApart, none),
      one('cost of report − bill', 'µ$', costApart, none),
      one('mean use of tightest limit', '% of the limit', use),
      one('the same', '% of our share', use / ALLOWED),
      one('peak use of tightest limit', '% of the limit', 100 * Math.max(...Object.values(bill.peakUse))),
      one('calls answered', 'calls', bill.answered),
      one('time', 's', run.seconds),
    ]
  } finally {
    await standIn.close()
  }
}
