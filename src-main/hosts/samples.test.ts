import { basename } from 'node:path'
import { expect, it } from 'vitest'
import { findSamples } from './samples.ts'

it('finds the documents that come with Sluice', async () => {
  const samples = await findSamples()
  expect(samples.map((one) => basename(one.path))).toEqual([
    'Annual message 1800.pdf',
    'Annual message 1901.pdf',
    'Annual messages 1905-1908.pdf',
  ])
  expect(samples.every((one) => one.bytes > 10_000 && one.modifiedMs > 0)).toBe(true)
})

it('has none where they are not shipped', async () => {
  expect(await findSamples('/nowhere/samples')).toEqual([])
})
