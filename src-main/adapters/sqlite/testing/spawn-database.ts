import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { SpawnWorker } from '../../../engine/ports.ts'

/** The process that works on a database, from its source. */
export const spawnDatabase: SpawnWorker = () => {
  const child = fork(fileURLToPath(new URL('../database-child.ts', import.meta.url)), [], { serialization: 'advanced' })
  return {
    pid: child.pid,
    send: (message) => void child.send(message as object),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.on('exit', listener),
    kill: () => void child.kill('SIGKILL'),
  }
}
