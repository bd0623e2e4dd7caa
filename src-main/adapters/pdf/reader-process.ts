import { Worker } from 'node:worker_threads'
import { parentChannel, type ParentChannel } from '../child/parent-channel.ts'
import { MEMORY_EXIT_CODE, type ReaderRequest } from './reader-protocol.ts'

/** How often the process looks at its own memory. A hostile file allocates some 100 MB in that time. */
const WATCH_MS = 50

/**
 * Pages leave little behind but much garbage; V8 lets the young generation grow with it until a long document holds
 * over 100 MB more than a short one; less than this costs a tenth of the pace.
 */
const YOUNG_GENERATION_MEGABYTES = 32

/**
 * The main thread of the reader process. It reads nothing: whatever a document does to the thread that reads it, this
 * one still hears the parent's death, sees the memory grow, and can say why it ends.
 */
export function runReaderProcess(entry: URL): void {
  const parent = parentChannel()
  let thread: Worker | null = null
  // Its timers would keep it alive; a utility process is ended by Electron itself.
  process.on('disconnect', () => process.exit(0))
  parent.onMessage((message) => {
    const request = message as ReaderRequest
    if (request.kind === 'start') thread ??= startThread(entry, request.memoryMegabytes, parent)
    else thread?.postMessage(request)
  })
}

function startThread(entry: URL, memoryMegabytes: number, parent: ParentChannel): Worker {
  setInterval(() => {
    if (process.memoryUsage.rss() > memoryMegabytes * 2 ** 20) process.exit(MEMORY_EXIT_CODE)
  }, WATCH_MS)
  const resourceLimits = {
    maxOldGenerationSizeMb: memoryMegabytes,
    maxYoungGenerationSizeMb: YOUNG_GENERATION_MEGABYTES,
  }
  const thread = new Worker(entry, { resourceLimits })
  thread.on('message', (message: unknown) => parent.send(message))
  thread.on('error', (thrown: unknown) => {
    const isMemory = thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_WORKER_OUT_OF_MEMORY'
    process.exit(isMemory ? MEMORY_EXIT_CODE : 1)
  })
  thread.on('exit', () => process.exit(1))
  return thread
}
