import { expect, it } from 'vitest'
import { fakeHash } from '../testing/engine-suite/fake-ports.ts'
import { userPrompt } from './prompt.ts'

it('leaves no half of a character where it cuts a title or a heading: the API refuses such a request', () => {
  const long = `${'a'.repeat(199)}𠮷`
  const prompt = userPrompt({ headings: [long, long.slice(0, 200)] }, '[p1] text', { title: long, known: [] }, fakeHash)
  expect(prompt.isWellFormed()).toBe(true)
})
