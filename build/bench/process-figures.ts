import { readFileSync } from 'node:fs'

/** Ticks a second of the times in /proc; the kernel's own unit everywhere Linux runs today. */
const TICKS = 100

/** Milliseconds of processor time a process has used, which other work on the machine hardly changes; null other than on Linux. */
export function cpuMsOf(pid: number | undefined): number | null {
  if (process.platform !== 'linux' || pid === undefined) return null
  // The name in parentheses may hold spaces; user and system time are the 12th and 13th field after it.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return ((Number(fields[11]) + Number(fields[12])) / TICKS) * 1000
}

/** The most megabytes a process has held at any time; null other than on Linux. */
export function peakMegabytesOf(pid: number | undefined): number | null {
  if (process.platform !== 'linux' || pid === undefined) return null
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return kilobytes === undefined ? null : Number(kilobytes) / 1024
}

/** Bytes a process has caused to be written to storage, each page as often as it was synced; null other than on Linux. See proc(5), io. */
export function writtenBytesOf(pid: number | undefined): number | null {
  if (process.platform !== 'linux' || pid === undefined) return null
  return Number(/^write_bytes: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1])
}
