import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ERRORS } from '../../src-shared/contract/errors.ts'
import { boundsOf, environmentName, SETTING_NAMES, SETTINGS } from '../../src-shared/model/settings.ts'

const readme = readFileSync(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8')

function settingsTable(): string {
  const rows = SETTING_NAMES.map((name) => {
    const { default: fallback, unit, about } = SETTINGS[name]
    const value = [fallback, unit].filter((part) => part !== '').join(' ')
    return `| \`${name}\` | ${value} | ${boundsOf(name).replaceAll('|', '\\|')} | ${about} | \`${environmentName(name)}\` |`
  })
  return ['| setting | default | bounds | what it decides | environment |', '|---|---|---|---|---|', ...rows].join('\n')
}

describe('README', () => {
  it('shows every setting as it is', () => {
    const shown = /<!-- settings:begin[^>]*-->\n([\s\S]*?)\n?<!-- settings:end -->/.exec(readme)?.[1]
    expect(cells(shown ?? '')).toEqual(cells(settingsTable()))
  })
})

/** The formatter pads the columns. */
function cells(table: string): string[][] {
  const lines = table.trim().split('\n')
  return lines.map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replace(/^-+$/, '---')))
}

describe('error codes', () => {
  it.each(Object.entries(ERRORS))('%s has a remedy that is a sentence', (_code, { remedy }) => {
    expect(remedy).toMatch(/^[A-Z].*\.$/)
  })
})
