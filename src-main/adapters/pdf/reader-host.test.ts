import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import type { Clock, Logger, SpawnWorker } from '../../engine/ports.ts'
import { describeReader } from '../../engine/testing/reader-suite.ts'
import { createPdfReaderHost } from './reader-host.ts'
import { writeBadDocuments } from './testing/bad-documents.ts'

const folder = mkdtempSync(join(tmpdir(), 'sluice-reader-'))
afterAll(() => rmSync(folder, { recursive: true }))

const clock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
const silent: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

describeReader('PDF in child processes', async () => {
  const children: ReturnType<typeof fork>[] = []
  const spawn: SpawnWorker = (_entry, { heapMegabytes }) => {
    const child = fork(fileURLToPath(new URL('./reader-child.ts', import.meta.url)), [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [`--max-old-space-size=${heapMegabytes}`],
    })
    children.push(child)
    return {
      pid: child.pid,
      send: (message) => void (child.connected && child.send(message as object, () => {})),
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) => void child.on('exit', listener),
      kill: () => void child.kill('SIGKILL'),
    }
  }
  return {
    host: createPdfReaderHost({ spawn, clock, logger: silent }),
    documents: await writeBadDocuments(folder),
    killReader: () => void children.at(-1)?.kill('SIGKILL'),
    started: () => children.length,
  }
})
