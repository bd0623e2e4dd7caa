import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { LlmClient } from '../../../src-main/engine/ports.ts'
import { openEngine } from '../engine-in-hand.ts'
import { figure, type Measure } from '../figure.ts'
import { SAMPLES } from '../samples.ts'
import { scratchFolder } from '../scratch.ts'
import { startStandIn, WIDE_LIMITS } from '../stand-in-process.ts'

export const overhead: Measure = {
  about:
    'The engine in this process, preset steady, limits too wide to wait for, documents read and chunked beforehand. One call ' +
    'is out at a time, so the time from one reply to the next request is what the engine and its store need for a chunk: ' +
    'resolve, commit, build the next prompt, pass the limiter, write the ledger. Time inside the client is not in it; what ' +
    'the client needs beyond the API’s own time is told apart. A chunk takes three durable commits: a bare one is beside it.',
  async run(tell) {
    const folder = scratchFolder()
    const standIn = await startStandIn({ limits: WIDE_LIMITS, windowSeconds: 60 })
    const calls: { asked: number; replied: number; cpuMs: number }[] = []
    let repliedAt = process.cpuUsage()
    const observed = (llm: LlmClient): LlmClient => ({
      ...llm,
      async ask(request, onHeaders) {
        const asked = performance.now()
        const { user, system } = process.cpuUsage(repliedAt)
        const reply = await llm.ask(request, onHeaders)
        repliedAt = process.cpuUsage()
        calls.push({ asked, replied: performance.now(), cpuMs: (user + system) / 1000 })
        return reply
      },
    })
    const settings = {
      requestsPerMinute: String(WIDE_LIMITS.requests),
      inputTokensPerMinute: String(WIDE_LIMITS.input),
      outputTokensPerMinute: String(WIDE_LIMITS.output),
    }
    const { engine, add, untilChunked, untilIdle, close } = await openEngine({
      folder,
      settings: { provider: 'anthropic', ...settings },
      baseUrl: standIn.url,
      observed,
    })
    await engine.start()
    await engine.commands['queue.pause']({ phase: 'kg_ingest', finishDocument: false })
    await add([SAMPLES])
    tell('reading')
    await untilChunked()
    tell('asking')
    await engine.commands['queue.resume']({})
    await untilIdle()
    await close()
    const entries = (await standIn.bill()).entries.filter((entry) => entry.endedAt !== null)
    await standIn.close()
    const gaps = calls.slice(1).map((call, i) => call.asked - (calls[i]?.replied ?? call.asked))
    const inApi = entries.map((entry) => (entry.endedAt ?? entry.at) - entry.at)
    const client = calls.map((call, i) => call.replied - call.asked - (inApi[i] ?? 0))
    const cpu = calls.slice(1).map(({ cpuMs }) => cpuMs)
    return [
      figure('overhead a chunk', 'ms', gaps, { of: 'median', atMost: 5 }),
      figure('the same, processor time', 'ms', cpu),
      figure('client beyond the API a call', 'ms', client),
      figure('the API itself a call', 'ms', inApi),
      figure('one write of 4 KB, made durable', 'ms', bareCommits(join(folder, 'bare'))),
    ]
  },
}

/** What the disk takes for a durable write: most of the overhead where it is slow, and nobody's to save. */
function bareCommits(path: string): number[] {
  const file = openSync(path, 'w')
  const page = Buffer.alloc(4096, 1)
  try {
    return Array.from({ length: 100 }, (_, i) => {
      const began = performance.now()
      writeSync(file, page, 0, page.length, i * page.length)
      fdatasyncSync(file)
      return performance.now() - began
    })
  } finally {
    closeSync(file)
  }
}
