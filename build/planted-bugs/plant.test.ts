import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { BUGS } from './bugs.ts'
import { edited } from './plant.ts'

const root = join(import.meta.dirname, '..', '..')

describe('planted bugs', () => {
  it.each(BUGS)('$name: fits the sources as they are', ({ edits, tests }) => {
    const texts = new Map(edits.map(({ file }) => [file, readFileSync(join(root, file), 'utf8')]))
    for (const edit of edits) texts.set(edit.file, edited(texts.get(edit.file) ?? '', edit))
    expect(existsSync(join(root, tests))).toBe(true)
  })

  it('are refused where their place is gone or no longer one', () => {
    const edit = { file: 'a.ts', from: 'await ', to: '' }
    expect(edited('x = await y', edit)).toBe('x = y')
    expect(() => edited('x = y', edit)).toThrow('came 0 times')
    expect(() => edited('await await y', edit)).toThrow('came 2 times')
  })
})
