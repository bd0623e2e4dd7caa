import { describe, expect, it } from 'vitest'
import { createVirtualClock } from '../testing/virtual-clock.ts'
import { createSignal } from './signal.ts'

describe('signal', () => {
  it('resolves at once when something changed since it was looked at', async () => {
    const signal = createSignal(createVirtualClock())
    const seen = signal.version()
    signal.notify()
    await expect(signal.wait(seen, null)).resolves.toBeUndefined()
  })

  it('wakes every waiter at a change, and by time', async () => {
    const clock = createVirtualClock()
    const signal = createSignal(clock)
    const woken: string[] = []
    void signal.wait(signal.version(), null).then(() => woken.push('change'))
    void signal.wait(signal.version(), clock.now() + 500).then(() => woken.push('time'))
    await clock.advance(499)
    expect(woken).toEqual([])
    await clock.advance(1)
    expect(woken).toEqual(['time'])
    signal.notify()
    await clock.advance(0)
    expect(woken).toEqual(['time', 'change'])
  })

  it('wakes within a minute for a time that came while the computer slept', async () => {
    const clock = createVirtualClock()
    const signal = createSignal(clock)
    const until = clock.now() + 86_400_000
    let woken = false
    void signal.wait(signal.version(), until).then(() => (woken = true))
    clock.jumpWall(86_400_000)
    await clock.advance(60_000)
    expect(woken).toBe(true)
  })

  it('is heard where more is listened for, and not the other way round', async () => {
    const clock = createVirtualClock()
    const wide = createSignal(clock)
    const signal = createSignal(clock, wide)
    const seen = wide.version()
    signal.notify()
    await expect(wide.wait(seen, null)).resolves.toBeUndefined()
    const before = signal.version()
    wide.notify()
    expect(signal.version()).toBe(before)
  })
})
