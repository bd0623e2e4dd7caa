import { readFile } from 'node:fs/promises'

/** How often memory is looked at; what is held for less is not held. */
const LOOK_EVERY_MS = 5

/** Growth while 100 MB come; a copy of the file would be 100, and what a garbage collector leaves for a while is more than this. */
export const HELD_MEGABYTES = 30

/** Resident megabytes of a process, looked at until `stop`, which tells by how much the highest exceeded the first. Linux only. */
export async function watchMemory(pid: number): Promise<{ stop(): Promise<number> }> {
  const first = await megabytesOf(pid)
  let highest = first
  const look = async () => (highest = Math.max(highest, await megabytesOf(pid)))
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_EVERY_MS)
  return {
    async stop() {
      clearInterval(timer)
      await look()
      return highest - first
    },
  }
}

async function megabytesOf(pid: number): Promise<number> {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1024
}
