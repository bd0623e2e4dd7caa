import { expect, it } from 'vitest'
import { createKeyedLock } from './keyed-lock.ts'

it('one at a time for a key, in order, though one of them fails; another key does not wait', async () => {
  const lock = createKeyedLock()
  const told: string[] = []
  let open = () => {}
  const gate = new Promise<void>((resolve) => (open = resolve))
  const first = lock.hold('a', async () => {
    await gate
    told.push('first')
    throw new Error('first fails')
  })
  const second = lock.hold('a', async () => void told.push('second'))
  const third = lock.hold('a', async () => told.push('third'))
  await lock.hold('b', async () => void told.push('other'))
  expect(told).toEqual(['other'])
  open()
  await expect(first).rejects.toThrow('first fails')
  await second
  expect(await third).toBe(4)
  expect(told).toEqual(['other', 'first', 'second', 'third'])
  expect(await lock.hold('a', async () => 'free again')).toBe('free again')
})
