/** Starts a child, tells its pid, and waits to be killed. */
import { createForkWorker } from '../fork-worker.ts'

const entry = new URL('./echo-child.ts', import.meta.url)
const child = createForkWorker({ entries: { reader: entry, finder: entry, database: entry } })('reader', {
  heapMegabytes: 64,
})
child.onMessage(() => process.send?.(child.pid))
child.send(Uint8Array.of(1))
