import { expect, it } from 'vitest'
import { createKeptBytes } from './kept-bytes.ts'

/** Hashes that have a row, and hashes whose bytes are there. */
function place() {
  const rows = new Set<string>()
  const bytes = new Set<string>()
  const kept = createKeptBytes(
    { knowsBlob: (sha256) => Promise.resolve(rows.has(sha256)) },
    { remove: async (sha256) => void bytes.delete(sha256) },
  )
  const copy = (sha256: string) => ({
    sha256,
    bytes: 1,
    head: new Uint8Array(),
    keep: async () => void bytes.add(sha256),
    drop: () => Promise.resolve(),
  })
  return { rows, bytes, kept, copy }
}

it('bytes that are removed while they are added again are there when their row is', async () => {
  const { rows, bytes, kept, copy } = place()
  bytes.add('x')
  const removing = kept.release('x')
  const keeping = kept.keep(copy('x'), async () => rows.add('x'))
  expect(await removing).toBe(true)
  await keeping
  expect([...bytes]).toEqual(['x'])
  expect(await kept.release('x')).toBe(false)
  expect([...bytes]).toEqual(['x'])
})

it('nothing is removed between the copy and its row', async () => {
  const { rows, bytes, kept, copy } = place()
  let enter = () => {}
  const entered = new Promise<void>((resolve) => (enter = resolve))
  const keeping = kept.keep(copy('x'), () => entered.then(() => rows.add('x')))
  const removing = kept.release('x')
  enter()
  await keeping
  expect(await removing).toBe(false)
  expect([...bytes]).toEqual(['x'])
})

it('bytes without a row go again, also where entering it failed', async () => {
  const { bytes, kept, copy } = place()
  expect(await kept.keep(copy('x'), () => Promise.resolve('given up'))).toBe('given up')
  await expect(kept.keep(copy('y'), () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect([...bytes]).toEqual([])
})
