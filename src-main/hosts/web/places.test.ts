import { describe, expect, it } from 'vitest'
import { createPlaces } from './places.ts'

const { signal: never } = new AbortController()

describe('createPlaces', () => {
  it('lets in who waits longest when a place is given back', async () => {
    const places = createPlaces(1)
    const leave = await places.take(never)
    const order: string[] = []
    const second = places.take(never).then((leave) => (order.push('second'), leave()))
    const third = places.take(never).then((leave) => (order.push('third'), leave()))
    expect(order).toEqual([])
    leave()
    leave()
    await Promise.all([second, third])
    expect(order).toEqual(['second', 'third'])
  })

  it('gives no place to who has gone', async () => {
    const places = createPlaces(1)
    const leave = await places.take(never)
    const gone = new AbortController()
    const waiting = places.take(gone.signal)
    gone.abort(new Error('gone'))
    await expect(waiting).rejects.toThrow('gone')
    leave()
    expect(await places.take(never)).toBeTypeOf('function')
  })
})
