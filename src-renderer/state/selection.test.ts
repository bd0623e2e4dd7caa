import { describe, expect, it } from 'vitest'
import { click, keepOnly, move, NO_SELECTION, selectAll, toggle, type Selection } from './selection.ts'

const IDS = ['a', 'b', 'c', 'd', 'e']
const chosen = (selection: Selection) => [...selection.selected].toSorted().join('')
const onB = click(NO_SELECTION, IDS, 'b', {})

describe('clicks', () => {
  it('choose one', () => expect(chosen(click(onB, IDS, 'd', {}))).toBe('d'))
  it('add and take away with Ctrl', () => {
    const two = click(onB, IDS, 'd', { ctrl: true })
    expect(chosen(two)).toBe('bd')
    expect(chosen(click(two, IDS, 'b', { ctrl: true }))).toBe('d')
  })
  it('choose a range with Shift, always from the anchor', () => {
    const down = click(onB, IDS, 'd', { shift: true })
    expect(chosen(down)).toBe('bcd')
    expect(chosen(click(down, IDS, 'a', { shift: true }))).toBe('ab')
  })
})

describe('the keyboard', () => {
  it('moves and stops at the ends', () => {
    expect(move(onB, IDS, 1, {}).focus).toBe('c')
    expect(chosen(move(onB, IDS, -5, {}))).toBe('a')
    expect(move(onB, IDS, Infinity, {}).focus).toBe('e')
  })
  it('starts at the end it comes from', () => {
    expect(move(NO_SELECTION, IDS, 1, {}).focus).toBe('a')
    expect(move(NO_SELECTION, IDS, -1, {}).focus).toBe('e')
  })
  it('grows a range with Shift and moves alone with Ctrl', () => {
    expect(chosen(move(move(onB, IDS, 1, { shift: true }), IDS, 1, { shift: true }))).toBe('bcd')
    const moved = move(onB, IDS, 2, { ctrl: true })
    expect([chosen(moved), moved.focus]).toEqual(['b', 'd'])
    expect(chosen(toggle(moved, 'd'))).toBe('bd')
  })
  it('does nothing without rows', () => expect(move(NO_SELECTION, [], 1, {})).toBe(NO_SELECTION))
})

describe('rows that go', () => {
  it('leave the selection', () => {
    const left = keepOnly(selectAll(onB, IDS), ['a', 'e'])
    expect([chosen(left), left.focus, left.anchor]).toEqual(['ae', null, null])
  })
  it('that are not in it change nothing', () => expect(keepOnly(onB, ['b', 'c'])).toBe(onB))
})
