import { expect, it } from 'vitest'
import { SluiceError } from '../../../src-shared/contract/errors.ts'
import { createLane } from '../resilience/lane.ts'
import { fakeKeys } from '../testing/engine-suite/fake-ports.ts'
import { createVirtualClock } from '../testing/virtual-clock.ts'
import { createNamedHold } from './named-hold.ts'

const clock = createVirtualClock()
const DAY_MS = 86_400_000

/** One start after the other over the same settings. */
function settings() {
  const values: Record<string, unknown> = {}
  const store = {
    readSettings: () => Promise.resolve({ ...values }),
    writeSetting: (name: string, value: unknown) => Promise.resolve(void (values[name] = value)),
  }
  return async (asks = true) => {
    const lane = createLane(clock, { next: () => 0.5 }, () => {})
    const hold = await createNamedHold({ clock, store, keys: fakeKeys(() => ({ key: 'a key' })) }, lane, asks)
    return { lane, hold }
  }
}

it('holds the next start until the time that was named, unless that asks nobody or the time has come', async () => {
  const start = settings()
  const until = clock.now() + DAY_MS
  const { lane, hold } = await start()
  expect(lane.waiting()).toBeNull()
  await hold.keep(new SluiceError('spend_limit_reached', 'came HTTP 429'), until)
  expect((await start()).lane.waiting()).toMatchObject({ until, error: { message: 'came HTTP 429' } })
  expect((await start(false)).lane.waiting()).toBeNull()
  await clock.advance(DAY_MS)
  expect((await start()).lane.waiting()).toBeNull()
})

it('holds no start after a person brought it forward', async () => {
  const start = settings()
  await (await start()).hold.keep(new SluiceError('spend_limit_reached', 'm'), clock.now() + DAY_MS)
  const next = await start()
  await next.hold.forget()
  expect((await start()).lane.waiting()).toBeNull()
})

it('looks at no key where no time is kept: a keyring may take long, or ask the person', async () => {
  let looks = 0
  const keys = fakeKeys(() => {
    looks += 1
    return { key: 'a key' }
  })
  const lane = createLane(clock, { next: () => 0.5 }, () => {})
  const store = { readSettings: () => Promise.resolve({}), writeSetting: () => Promise.resolve() }
  await createNamedHold({ clock, store, keys }, lane, true)
  expect(looks).toBe(0)
})
