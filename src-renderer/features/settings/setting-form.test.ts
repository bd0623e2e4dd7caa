import { describe, expect, it } from 'vitest'
import type { SettingRow } from '../../../src-shared/contract/commands.ts'
import { SETTING_NAMES } from '../../../src-shared/model/settings.ts'
import { choicesOf, heldBy, matchesSearch, modelLabel, moreSettings, priceText, typedValue } from './setting-form.ts'

function row(changes: Partial<SettingRow> = {}): SettingRow {
  return {
    name: 'retries',
    value: 5,
    default: 5,
    source: 'default',
    unit: 'tries',
    bounds: '0 to 100',
    environment: 'SLUICE_RETRIES',
    about: 'how often one call is tried again before its chunk becomes a gap',
    ...changes,
  }
}

describe('heldBy', () => {
  it('says what holds a value that the window cannot change', () => {
    expect(heldBy(row({ source: 'environment' }))).toContain('SLUICE_RETRIES')
    expect(heldBy(row({ source: 'flag' }))).toContain('flag')
    expect([heldBy(row()), heldBy(row({ source: 'saved' }))]).toEqual([null, null])
  })
})

describe('typedValue', () => {
  it('reads numbers as people write them, and leaves the rest to the engine', () => {
    expect(['50', ' 40,000 ', '1 000 000', '0.8', 'auto', '12abc', ''].map(typedValue)).toEqual([
      50,
      40_000,
      1_000_000,
      0.8,
      'auto',
      '12abc',
      null,
    ])
  })

  it('does not guess at half a number', () => {
    expect(['4,00', '1,2,3'].map(typedValue)).toEqual(['4,00', '1,2,3'])
  })
})

describe('settings on the screen', () => {
  it('has every setting exactly once: in a place of its own or under More', () => {
    const more = moreSettings(SETTING_NAMES.map((name) => row({ name }))).map(({ name }) => name)
    expect(more).toContain('retries')
    expect(more).not.toContain('pace')
    expect(new Set(more).size).toBe(SETTING_NAMES.length - 9)
  })

  it('offers the words of a choice, and a field for all else', () => {
    expect(choicesOf({ bounds: 'debug | info | warn' })).toEqual(['debug', 'info', 'warn'])
    expect(choicesOf({ bounds: 'auto or 1 to 50' })).toBeNull()
  })

  it('finds a setting by any word of its own', () => {
    expect(matchesSearch(row(), 'Tries of a call', 'gap TRIES')).toBe(true)
    expect(matchesSearch(row(), 'Tries of a call', 'sluice_retries')).toBe(true)
    expect(matchesSearch(row(), 'Tries of a call', 'budget')).toBe(false)
  })
})

describe('models', () => {
  it('names and prices a known one', () => {
    expect(modelLabel('claude-haiku-5-5')).toBe('Claude Haiku 5.5')
    expect(priceText('claude-haiku-5-5')).toBe('$0.10 input, $0.01 cached, $0.50 output per million tokens')
  })

  it('says what it assumes of one that is not known', () => {
    expect(modelLabel('my-model')).toBe('my-model')
    expect(priceText('my-model')).toMatch(/^not in the price list/)
  })
})
