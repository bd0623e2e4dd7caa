/** A process that removes answers by their age and sweeps what was deleted, and tells of each step until it is done. */
import { writeSync } from 'node:fs'
import type { AgeCursor } from '../../../engine/ports.ts'
import { openSqliteStore } from '../store.ts'

const [path = ''] = process.argv.slice(2)
const store = await openSqliteStore(path)
const tell = (what: string) => writeSync(1, `${what}\n`)
let after: AgeCursor | null = null
do {
  const step: { next: AgeCursor | null } = await store.removeAnswers(Number.MAX_SAFE_INTEGER, after, 2, 1)
  after = step.next
  tell('answers')
} while (after !== null)
while (!(await store.sweepDeleted(20)).done) tell('swept')
await store.close()
