import { expect, it } from 'vitest'
import { createTrials } from './trials.ts'

it('gives out what is known once, and nothing of another document', () => {
  const trials = createTrials()
  trials.keep('a', 'question', { askedMs: 5, round: 1 })
  expect(trials.take('b', 'question')).toBeNull()
  expect(trials.take('a', 'another')).toBeNull()
  expect(trials.take('a', 'question')).toEqual({ askedMs: 5, round: 1 })
  expect(trials.take('a', 'question')).toBeNull()
})

it('forgets what it knew of a document that has ended, and of no other', () => {
  const trials = createTrials()
  trials.keep('a', 'one', { askedMs: 1, round: 0 })
  trials.keep('a', 'two', { askedMs: 2, round: 0 })
  trials.keep('b', 'one', { askedMs: 3, round: 2 })
  trials.forget('a')
  expect([trials.take('a', 'one'), trials.take('a', 'two')]).toEqual([null, null])
  expect(trials.take('b', 'one')).toEqual({ askedMs: 3, round: 2 })
})
