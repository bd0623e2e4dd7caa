import type { SettingRow } from '../../../src-shared/contract/commands.ts'
import { MODELS, modelTraits } from '../../../src-shared/model/models.ts'
import { formatUsd } from '../../../src-shared/model/money.ts'

/** Settings with a place of their own on the screen; every other one is found under More. */
const PLACED = new Set([
  'provider',
  'model',
  'pace',
  'preset',
  'safetyBuffer',
  'requestsPerMinute',
  'inputTokensPerMinute',
  'outputTokensPerMinute',
  'budgetUsdPerDay',
])

export function moreSettings(settings: readonly SettingRow[]): SettingRow[] {
  return settings.filter((row) => !PLACED.has(row.name))
}

/** Why the window cannot change it; null where it can. A flag or the environment beats what is saved here. */
export function heldBy(row: SettingRow): string | null {
  if (row.source === 'environment') return `Set by ${row.environment} in the environment; unset it to change it here.`
  if (row.source === 'flag')
    return 'Set by a flag when Sluice was started; start it without the flag to change it here.'
  return null
}

/**
 * What was typed, as the engine takes it: a number where it is one (spaces and thousands commas fall), else the text.
 * Null where nothing was typed: the saved value is taken back. The engine judges the bounds, in its own words.
 */
export function typedValue(text: string): string | number | null {
  const trimmed = text.trim()
  if (trimmed === '') return null
  const digits = trimmed.replace(/(?<=\d)[,\s](?=\d{3}(\D|$))/g, '')
  return /^-?\d+(\.\d+)?$/.test(digits) ? Number(digits) : trimmed
}

/** "enum" bounds as choices: "debug | info | warn" → three of them; null where it is typed. */
export function choicesOf(row: Pick<SettingRow, 'bounds'>): string[] | null {
  return row.bounds.includes(' | ') ? row.bounds.split(' | ') : null
}

/** Matches name, label, meaning and environment name, as someone types who knows one of them. */
export function matchesSearch(row: SettingRow, label: string, query: string): boolean {
  const words = query.toLocaleLowerCase('en').split(/\s+/).filter(Boolean)
  const text = `${row.name} ${label} ${row.about} ${row.environment}`.toLocaleLowerCase('en')
  return words.every((word) => text.includes(word))
}

/** "claude-haiku-5-5" → "Claude Haiku 5.5"; an id of another form stays as it is. */
export function modelLabel(id: string): string {
  const [, name, major, minor] = /^claude-([a-z]+)-(\d+)-(\d+)$/.exec(id) ?? []
  if (name === undefined) return id
  return `Claude ${name.charAt(0).toUpperCase()}${name.slice(1)} ${major}.${minor}`
}

export const KNOWN_MODELS: readonly string[] = Object.keys(MODELS)

/** "$0.10 input, $0.01 cached, $0.50 output per million tokens", and that it is assumed where the model is not known. */
export function priceText(model: string): string {
  const { input, cacheRead, output } = modelTraits(model).price
  const known = KNOWN_MODELS.includes(model.replace(/-\d{8}$/, ''))
  const prices = `${formatUsd(input)} input, ${formatUsd(cacheRead)} cached, ${formatUsd(output)} output per million tokens`
  return known ? prices : `not in the price list: counted as ${prices}`
}
