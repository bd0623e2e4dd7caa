/** Entry of the reader process; its reading thread starts from the same file. */
import { isMainThread } from 'node:worker_threads'

if (isMainThread) {
  const { runReaderProcess } = await import('./reader-process.ts')
  runReaderProcess(new URL(import.meta.url))
} else {
  const { runReaderThread } = await import('./reader-thread.ts')
  runReaderThread()
}
