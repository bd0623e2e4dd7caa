import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { passedOn } from '../child/passed-on.ts'
import type { SpawnWorker, WorkerExit, WorkerProcess } from '../../engine/ports.ts'

/** Loaded before the entry, so that no entry can forget it: when the channel breaks, the parent is gone. */
const DIE_WITH_PARENT = `data:text/javascript,${encodeURIComponent("process.on('disconnect', () => process.exit(0))")}`

interface ForkWorkerOptions {
  /** File (or file URL) of each entry: JavaScript, or TypeScript that Node can strip. */
  entries: Record<Parameters<SpawnWorker>[0], URL | string>
}

/** Starts workers by `fork` under Node. Their standard streams are closed: document code must not reach a terminal. */
export function createForkWorker({ entries }: ForkWorkerOptions): SpawnWorker {
  return (entry, options) => {
    const file = entries[entry]
    const child = fork(file instanceof URL ? fileURLToPath(file) : file, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [`--max-old-space-size=${options.heapMegabytes}`, '--import', DIE_WITH_PARENT],
      env: passedOn(process.env),
    })
    return workerOf(child)
  }
}

function workerOf(child: ChildProcess): WorkerProcess {
  let ended: { exit: WorkerExit } | null = null
  const exits: ((exit: WorkerExit) => void)[] = []
  const end = (exit: WorkerExit): void => {
    if (ended) return
    ended = { exit }
    for (const listener of exits) listener(exit)
  }
  child.on('exit', end)
  // Could not be started, or a message could not be written: the exit, if any, follows by itself.
  child.on('error', () => {
    if (child.pid === undefined) end('not started')
  })
  return {
    pid: child.pid,
    send: (message) => {
      // A send to a child that is gone is answered by its exit, not by an error here.
      if (child.connected) child.send(message as object, () => {})
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => {
      if (ended) listener(ended.exit)
      else exits.push(listener)
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
