import { fileURLToPath } from 'node:url'
import type { UtilityProcess, utilityProcess } from 'electron'
import { passedOn } from '../../adapters/child/passed-on.ts'
import type { SpawnWorker, WorkerProcess } from '../../engine/ports.ts'
import { WORKER_ENTRIES } from '../worker-entries.ts'

/**
 * Starts workers as Electron's utility processes, which end with it. Their standard streams are closed: document code
 * must not reach a terminal. The cap on the heap is a request here; the reader watches its own memory as well.
 */
export function createUtilityWorker({ fork }: Pick<typeof utilityProcess, 'fork'>): SpawnWorker {
  return (entry, { heapMegabytes }) =>
    workerOf(
      fork(fileURLToPath(WORKER_ENTRIES[entry]), [], {
        serviceName: `Sluice ${entry}`,
        stdio: 'ignore',
        execArgv: [`--max-old-space-size=${heapMegabytes}`],
        env: passedOn(process.env),
      }),
    )
}

function workerOf(child: UtilityProcess): WorkerProcess {
  let code: number | null | undefined
  const exits: ((code: number | null) => void)[] = []
  child.once('exit', (status) => {
    code = status
    for (const listener of exits) listener(status)
  })
  return {
    get pid() {
      return child.pid
    },
    send: (message) => {
      // A message to a child that is gone is answered by its exit.
      if (code === undefined) child.postMessage(message)
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => {
      if (code === undefined) exits.push(listener)
      else listener(code)
    },
    kill: () => void child.kill(),
  }
}
