import { expect, it } from 'vitest'
import { CLOSE_CHOICES, closeQuestion, stopsWork } from './closing.ts'

it('stops work only where an engine of our own is not at rest', () => {
  expect(stopsWork(true, { documentsLeft: 2, state: 'running' })).toBe(true)
  expect(stopsWork(true, { documentsLeft: 2, state: 'waiting' })).toBe(true)
  expect(stopsWork(true, { documentsLeft: 2, state: 'paused' })).toBe(false)
  expect(stopsWork(true, { documentsLeft: 0, state: 'idle' })).toBe(false)
  expect(stopsWork(false, { documentsLeft: 2, state: 'running' })).toBe(false)
})

it('asks with a button for each choice, and takes Escape for staying', () => {
  const one = closeQuestion({ documentsLeft: 1 })
  expect(one.buttons).toHaveLength(CLOSE_CHOICES.length)
  expect(CLOSE_CHOICES[one.cancelId]).toBe('stay')
  expect(one.message).toMatch(/^1 document waits\./)
  expect(closeQuestion({ documentsLeft: 3 }).message).toMatch(/^3 documents wait\./)
})
