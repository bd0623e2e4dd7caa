import { describe, expect, it } from 'vitest'
import { NOW } from '../../testing/rows.ts'
import { makeWindow } from '../../testing/window.ts'
import { canalOf, HEIGHT, levelY } from './channel-shape.ts'
import { channelText } from './channel-text.ts'

describe('what a dimension says', () => {
  const say = (gate: Parameters<typeof makeWindow>[0], dimension: number, now = NOW) => {
    const window = makeWindow(gate)
    const limit = window.limits[dimension]
    if (limit === undefined) throw new Error('expected three dimensions')
    return channelText(limit, window, 'held: key rejected', now)
  }
  it('is its room while calls go', () => expect(say('open', 0)).toEqual({ text: 'room for 29 more', tone: 'neutral' }))
  it('is the time to the next slot where it holds', () => {
    expect(say('shut', 2, NOW + 500).text).toBe('holds the next call: 4 s')
    expect(say('shut', 2, NOW + 9000).text).toBe('holds the next call')
    expect(say('shut', 1).text).toBe('room for 25,130 more')
  })
  it('is what holds all of them', () => {
    expect(say('held', 1)).toEqual({ text: 'held: key rejected', tone: 'waiting' })
    expect(say('paused', 1).text).toBe('paused')
  })
})

describe('the canal', () => {
  it('ends at the present level', () =>
    expect(canalOf([0, 50, 10], 100, 1, { from: 0, to: 10, steps: 3 })).toEqual({
      surface: `M0.0 ${HEIGHT}.0L5.0 ${levelY(0.5).toFixed(1)}L10.0 ${levelY(1).toFixed(1)}`,
      begin: 0,
    }))
  it('reaches back no further than what has passed', () => {
    const canal = { from: 0, to: 10, steps: 11 }
    expect(canalOf([0, 50, 10], 100, 1, canal)?.begin).toBe(8)
    expect(canalOf([0, 50, 10], 100, 1, canal)?.surface).toMatch(/^M8\.0 .*L10\.0 /)
    expect(
      canalOf(
        Array.from({ length: 20 }, () => 5),
        100,
        1,
        canal,
      )?.begin,
    ).toBe(0)
  })
  it('is not drawn without values', () => expect(canalOf([], 100, 0, { from: 0, to: 10, steps: 3 })).toBeNull())
  it('never leaves the drawing', () => expect(levelY(9)).toBe(0))
})
