import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { build, preview } from 'vite'
import type { EngineEvent } from '../../src-shared/contract/events.ts'
import type { QueueRow } from '../../src-shared/contract/schemas.ts'
import { root } from '../setup/paths.mjs'

/** The window over a made-up engine, which sends what a measure wants. */
export interface TestingPage {
  /** Of a made-up engine that has 10,000 documents. */
  address: string
  close(): Promise<void>
}

export async function serveTestingPage(): Promise<TestingPage> {
  const config = { configFile: join(root, 'build', 'vite.config.ts'), mode: 'testing' }
  await build(config)
  const server = await preview({ ...config, preview: { host: '127.0.0.1', port: 0 } })
  const page = new URL('testing/index.html?situation=many', server.resolvedUrls?.local[0])
  return { address: page.href, close: () => server.close() }
}

/** What the page leaves for scripts (src-renderer/testing/main.tsx), and what `makeFeed` adds to it. */
interface MadeUp {
  client: { engine: { rows: QueueRow[]; progress: object; window: object }; send(event: EngineEvent): void }
  /** Sends so many events, as of a moment. */
  feed(events: number, now: number): void
}

export type FedPage = typeof globalThis & MadeUp

/** Puts `feed` into the page: what an engine at work tells, most of it rows that go on, some that end or come first. */
export function makeFeed(page: Page): Promise<void> {
  return page.evaluate(() => {
    const fed = globalThis as FedPage
    const { engine, send } = fed.client
    const rows = engine.rows
    let seq = 1_000_000
    let sent = 0
    const row = (now: number): EngineEvent => {
      // Every tenth ends or begins, which moves it; the others are a chunk further.
      const at = (sent * 7919) % rows.length
      const before = rows[at] as QueueRow
      const moves = sent % 10 === 0
      const ended = before.state === 'completed'
      const changed: QueueRow = moves
        ? {
            ...before,
            state: ended ? 'queued' : 'completed',
            endedAt: ended ? null : now,
            position: ended ? at + 1 : null,
          }
        : { ...before, chunks: { ...before.chunks, total: 326, completed: sent % 326 }, costUsd: sent / 1e4 }
      rows[at] = changed
      return { type: 'rows', data: { changed: [changed], removed: [] } }
    }
    const next = (now: number): EngineEvent => {
      sent += 1
      if (sent % 50 === 0) return { type: 'progress', data: { ...engine.progress, tokensPerMinute: sent } as never }
      if (sent % 100 === 1) return { type: 'window', data: { ...engine.window, at: now } as never }
      if (sent % 50 !== 2) return row(now)
      const text = `A document of the feed went on: step ${sent}`
      return {
        type: 'activity',
        data: { seq: (seq += 1), at: now, kind: 'document.completed', documentId: null, text },
      }
    }
    fed.feed = (events, now) => {
      for (let i = 0; i < events; i += 1) send(next(now))
    }
  })
}
