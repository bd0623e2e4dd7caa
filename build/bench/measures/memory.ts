import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { figure, type Figure, type Measure } from '../figure.ts'
import { longPdf } from '../long-pdf.ts'
import { peakMegabytesOf } from '../process-figures.ts'
import { openReader } from '../reader-in-hand.ts'
import { LONG_SAMPLE, SAMPLES } from '../samples.ts'
import { scratchFolder } from '../scratch.ts'
import { runSluice } from '../sluice-process.ts'
import { startStandIn, WIDE_LIMITS } from '../stand-in-process.ts'

const COPIES = 12
const RUNS = 3

export const memory: Measure = {
  about:
    'Highest resident memory of the host process (built program, model by the stand-in without limits) and of the reader ' +
    `process, on the samples and on a PDF of ${COPIES} times as many pages as another one of the same kind.`,
  async run(tell) {
    const folder = scratchFolder()
    tell('making PDFs')
    const [short, long] = [join(folder, 'short.pdf'), join(folder, 'long.pdf')]
    writeFileSync(short, await longPdf(1))
    writeFileSync(long, await longPdf(COPIES))
    const files = { samples: SAMPLES, short, long }
    const peaks: Record<string, number[]> = {}
    const note = (name: string, megabytes: number | null) => {
      if (megabytes !== null) (peaks[name] ??= []).push(megabytes)
    }
    let pages = { short: 0, long: 0 }
    for (let run = 0; run < RUNS; run += 1) {
      tell(`run ${run + 1} of ${RUNS}`)
      const [ofShort, ofLong] = [await readerPeak(short), await readerPeak(long)]
      pages = { short: ofShort.pages, long: ofLong.pages }
      note('reader, samples', (await readerPeak(LONG_SAMPLE)).megabytes)
      note('reader, short', ofShort.megabytes)
      note('reader, long', ofLong.megabytes)
      for (const [name, path] of Object.entries(files)) note(`host, ${name}`, await hostPeak(path))
    }
    const ratio = (process: string): Figure[] => {
      const [a, b] = [peaks[`${process}, long`], peaks[`${process}, short`]]
      if (!a || !b) return []
      const ratios = a.map((peak, i) => peak / (b[i] ?? peak))
      return [figure(`${process}, ${pages.long} ÷ ${pages.short} pages`, '', ratios, { of: 'median', atMost: 1.3 })]
    }
    return [
      ...Object.entries(peaks).map(([name, samples]) => figure(name, 'MB', samples)),
      ...ratio('reader'),
      ...ratio('host'),
    ]
  },
}

/** Told by the host itself as it ends. */
async function hostPeak(path: string): Promise<number> {
  const folder = scratchFolder()
  const file = join(folder, 'peak')
  const tellPeak = `
    import { writeFileSync } from 'node:fs'
    process.on('exit', () => writeFileSync(${JSON.stringify(file)}, String(process.resourceUsage().maxRSS)))`
  const standIn = await startStandIn({ limits: WIDE_LIMITS, windowSeconds: 60 })
  try {
    await runSluice(['ingest', path, '--json'], {
      data: join(folder, 'data'),
      nodeArgs: ['--import', `data:text/javascript,${encodeURIComponent(tellPeak)}`],
      environment: {
        ANTHROPIC_API_KEY: 'sk-bench',
        ANTHROPIC_BASE_URL: standIn.url,
        SLUICE_REQUESTS_PER_MINUTE: String(WIDE_LIMITS.requests),
        SLUICE_INPUT_TOKENS_PER_MINUTE: String(WIDE_LIMITS.input),
        SLUICE_OUTPUT_TOKENS_PER_MINUTE: String(WIDE_LIMITS.output),
      },
    })
  } finally {
    await standIn.close()
  }
  return Number(readFileSync(file, 'utf8')) / 1024
}

/** Null where the system does not tell a process's peak (other than Linux). */
async function readerPeak(path: string): Promise<{ pages: number; megabytes: number | null }> {
  const reader = openReader()
  const { pages } = await reader.read(path)
  const megabytes = peakMegabytesOf(reader.pid())
  await reader.close()
  return { pages, megabytes }
}
