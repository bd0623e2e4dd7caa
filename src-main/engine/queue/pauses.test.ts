import { describe, expect, it } from 'vitest'
import type { Store } from '../ports.ts'
import { createPauses } from './pauses.ts'

/** A store whose writes wait until they are let through. */
function slowStore() {
  const waiting: (() => void)[] = []
  let written: unknown = null
  const store = {
    readSettings: () => Promise.resolve({}),
    writeSetting: (_key: string, value: unknown) =>
      new Promise<void>((resolve) =>
        waiting.push(() => {
          written = value
          resolve()
        }),
      ),
  } as unknown as Store
  const letOne = async () => {
    while (waiting.length === 0) await Promise.resolve()
    waiting.shift()?.()
  }
  return { store, letOne, written: () => written }
}

describe('pauses', () => {
  it('of two phases, the second set while the first is still being written, both hold', async () => {
    const { store, letOne, written } = slowStore()
    const pauses = await createPauses(store)
    const both = Promise.all([pauses.pause('chunking', null), pauses.pause('kg_ingest', null)])
    await letOne()
    await letOne()
    await both
    expect(pauses.state().phases).toEqual(['chunking', 'kg_ingest'])
    expect(written()).toMatchObject({ phases: ['chunking', 'kg_ingest'] })
  })
})
