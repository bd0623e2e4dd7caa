import { existsSync, readFileSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Statistics } from './statistics.ts'

/** How often the loop is looked at; part of each value, as an idle process shows. */
export const RESOLUTION_MS = 2

/** Says for which parts of its life a process of ours watches the delay of its event loop. Not on Windows. */
export interface LoopDelay {
  /** For Node itself, before the program. */
  nodeArgs: string[]
  begin(pid: number): void
  /** Of all parts so far. */
  end(pid: number): Promise<Statistics>
}

/** @param file where the process tells its figures. */
export function watchLoopDelay(file: string): LoopDelay {
  const watch = `
    import { renameSync, writeFileSync } from 'node:fs'
    import { monitorEventLoopDelay } from 'node:perf_hooks'
    const delay = monitorEventLoopDelay({ resolution: ${RESOLUTION_MS} })
    let on = false
    process.on('SIGUSR2', () => {
      on = !on
      if (on) return delay.enable()
      delay.disable()
      const [median, p95, p99] = [50, 95, 99].map((percent) => delay.percentile(percent) / 1e6)
      const figures = { n: delay.count, min: delay.min / 1e6, median, p95, p99, max: delay.max / 1e6 }
      writeFileSync(${JSON.stringify(`${file}.part`)}, JSON.stringify(figures))
      renameSync(${JSON.stringify(`${file}.part`)}, ${JSON.stringify(file)})
    })`
  return {
    nodeArgs: ['--import', `data:text/javascript,${encodeURIComponent(watch)}`],
    begin: (pid) => void process.kill(pid, 'SIGUSR2'),
    async end(pid) {
      process.kill(pid, 'SIGUSR2')
      while (!existsSync(file)) await sleep(5)
      const figures = JSON.parse(readFileSync(file, 'utf8')) as Statistics
      rmSync(file)
      return figures
    },
  }
}
