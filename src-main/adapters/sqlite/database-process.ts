import type { SpawnWorker } from '../../engine/ports.ts'
import type { DatabaseReply, DatabaseRequest } from './database-child.ts'

/** Looking through a database takes little more than SQLite's own cache. */
const HEAP_MEGABYTES = 128

/** In a process of its own: a large database takes seconds, which would stop the event loop. */
export function inDatabaseProcess(spawn: SpawnWorker, request: DatabaseRequest): Promise<DatabaseReply> {
  return new Promise((resolve) => {
    const worker = spawn('database', { heapMegabytes: HEAP_MEGABYTES })
    worker.onMessage((reply) => {
      resolve(reply as DatabaseReply)
      worker.kill()
    })
    worker.onExit((code) => resolve({ found: `the process that works on it ended with ${code ?? 'a signal'}` }))
    worker.send(request)
  })
}
