import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const LOOK_EVERY_MS = 100

/** What a process holds of the machine at one moment. Linux only. */
export interface Footprint {
  handles: number
  residentBytes: number
  /** Of the write-ahead log in its data folder. */
  logBytes: number
}

/** Looks at a process over and over until `stop`, which tells all that was seen, in order. */
export function watchFootprint(pid: number, data: string): { stop(): Footprint[] } {
  const seen: Footprint[] = []
  const timer = setInterval(() => seen.push(footprintOf(pid, data)), LOOK_EVERY_MS)
  return {
    stop() {
      clearInterval(timer)
      return seen
    },
  }
}

function footprintOf(pid: number, data: string): Footprint {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return {
    handles: readdirSync(`/proc/${pid}/fd`).length,
    residentBytes: Number(kilobytes) * 1024,
    logBytes: statSync(join(data, 'sluice.db-wal'), { throwIfNoEntry: false })?.size ?? 0,
  }
}
