export interface Throttle {
  /** Runs the task now, or as soon as it may; asked for again meanwhile, it runs once more. */
  request(): void
  stop(): void
}

/** At most one run at a time and one in `restMs`. `task` does not reject. */
export function createThrottle(task: () => Promise<void>, restMs: number): Throttle {
  let state: 'idle' | 'busy' | 'stopped' = 'idle'
  let again = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function run(): Promise<void> {
    state = 'busy'
    again = false
    const rest = new Promise<void>((resolve) => (timer = setTimeout(resolve, restMs)))
    await task()
    await rest
    if (isStopped()) return
    state = 'idle'
    if (again) void run()
  }
  const isStopped = () => state === 'stopped'

  return {
    request() {
      if (state === 'idle') void run()
      else again = true
    },
    stop() {
      state = 'stopped'
      clearTimeout(timer)
    },
  }
}
