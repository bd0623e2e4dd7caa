import { mkdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Whether this process is the first one on that folder. A later one leaves what it has to say in it; `onSecond` is told.
 */
export function firstOn(folder: string, data: unknown, onSecond: (data: unknown) => void): boolean {
  mkdirSync(folder, { recursive: true })
  const lock = join(folder, 'standin-lock')
  if (!take(lock)) {
    const part = join(folder, `${process.pid}.part`)
    writeFileSync(part, JSON.stringify(data))
    renameSync(part, join(folder, `${process.pid}.second`))
    return false
  }
  process.on('exit', () => rmSync(lock, { force: true }))
  watch(folder, (_event, name) => {
    if (!name?.endsWith('.second')) return
    try {
      const said: unknown = JSON.parse(readFileSync(join(folder, name), 'utf8'))
      rmSync(join(folder, name))
      onSecond(said)
    } catch {
      // Told twice of one file.
    }
  }).unref()
  return true
}

function take(lock: string): boolean {
  try {
    writeFileSync(lock, `${process.pid}`, { flag: 'wx' })
    return true
  } catch {
    try {
      process.kill(Number(readFileSync(lock, 'utf8')), 0)
      return false
    } catch {
      writeFileSync(lock, `${process.pid}`)
      return true
    }
  }
}
