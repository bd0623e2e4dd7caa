/** A child process of the host: `fork` under Node, `utilityProcess` under Electron. Messages are structured-cloned. */
export interface WorkerProcess {
  readonly pid: number | undefined
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once, also when it could not be started. `code` is null when a signal ended it. */
  onExit(listener: (code: number | null) => void): void
  kill(): void
}

export interface SpawnOptions {
  /** Cap on the child's JavaScript heap, in megabytes. */
  heapMegabytes: number
}

/** Starts the named entry. It dies with its parent. */
export type SpawnWorker = (entry: 'reader' | 'finder' | 'check', options: SpawnOptions) => WorkerProcess
