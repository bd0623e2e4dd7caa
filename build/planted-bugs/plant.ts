import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Edit } from './bugs.ts'

/** A text with one piece of it replaced; throws unless it is there exactly once. */
export function edited(text: string, { file, from, to }: Edit): string {
  const pieces = text.split(from)
  if (pieces.length !== 2)
    throw new Error(
      `expected once in ${file}:\n${from}\ncame ${pieces.length - 1} times; bring the planted bug up to date`,
    )
  return pieces.join(to)
}

/** Plants a bug in a copy of the sources; what it returns takes it out again. */
export function plant(root: string, edits: readonly Edit[]): () => void {
  const before = new Map<string, string>()
  for (const edit of edits) {
    const path = join(root, edit.file)
    const text = readFileSync(path, 'utf8')
    if (!before.has(path)) before.set(path, text)
    writeFileSync(path, edited(text, edit))
  }
  return () => {
    for (const [path, text] of before) writeFileSync(path, text)
  }
}
