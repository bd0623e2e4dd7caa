/** How a process ended: its code, null by a signal, or that it could not be started at all, which is this computer's fault. */
export type WorkerExit = number | null | 'not started'

/** A child process of the host: `fork` under Node, `utilityProcess` under Electron. Messages are structured-cloned. */
export interface WorkerProcess {
  readonly pid: number | undefined
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once, also when it could not be started. */
  onExit(listener: (exit: WorkerExit) => void): void
  kill(): void
}

export interface SpawnOptions {
  /** Cap on the child's JavaScript heap, in megabytes. */
  heapMegabytes: number
}

/** Starts the named entry. It dies with its parent. */
export type SpawnWorker = (entry: 'reader' | 'finder' | 'database', options: SpawnOptions) => WorkerProcess
