import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Suite } from './results.ts'

/** Of each suite the last long run: what it found, where, when and at which commit. */
export type LongRecord = Record<string, Suite & { at: string; commit: string | null; cores: number; cpu: string }>

/** Puts what has run into the record; of what has not, the older result stays, with its own commit. */
export function recordLongRun(path: string, ran: LongRecord): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${JSON.stringify({ ...recorded(path), ...ran }, null, 2)}\n`)
}

function recorded(path: string): LongRecord {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as LongRecord
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw error
  }
}
