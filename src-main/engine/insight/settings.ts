import { distance } from 'fastest-levenshtein'
import { SluiceError } from '../../../src-shared/contract/errors.ts'
import type { SettingRow } from '../../../src-shared/contract/commands.ts'
import {
  boundsOf,
  DEFAULT_SETTINGS,
  environmentName,
  isSettingName,
  parseSetting,
  SETTING_NAMES,
  SETTINGS,
  type SettingName,
  type Settings,
  type SettingValue,
} from '../../../src-shared/model/settings.ts'
import type { EngineOptions } from '../engine.ts'
import type { Store } from '../ports.ts'

const PREFIX = 'setting.'

/** The settings in force: a flag beats the environment, that the saved value, that the default. */
export interface EngineSettings {
  values(): Settings
  rows(): SettingRow[]
  /** Null takes the saved value back. Rejects with setting_unknown or setting_invalid; nothing is changed then. */
  save(name: string, value: SettingValue | null): Promise<SettingRow>
}

type Source = SettingRow['source']

export async function createSettings(
  store: Store,
  options: Pick<EngineOptions, 'environment' | 'flags'>,
): Promise<EngineSettings> {
  const given: [Source, Record<string, unknown>][] = [
    ['environment', checked(options.environment, (name) => environmentName(name))],
    ['flag', checked(options.flags, (name) => `--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`)],
  ]
  let saved = await readSaved(store)
  const resolve = (name: SettingName): { value: SettingValue; source: Source } => {
    const sources: [Source, Record<string, unknown>][] = [['saved', saved], ...given]
    const found = sources.findLast(([, values]) => values[name] !== undefined)
    if (!found) return { value: DEFAULT_SETTINGS[name], source: 'default' }
    return { value: found[1][name] as SettingValue, source: found[0] }
  }
  const row = (name: SettingName): SettingRow => ({
    name,
    ...resolve(name),
    default: SETTINGS[name].default,
    unit: SETTINGS[name].unit,
    bounds: boundsOf(name),
    environment: environmentName(name),
    about: SETTINGS[name].about,
  })
  const current = () =>
    Object.fromEntries(SETTING_NAMES.map((name) => [name, resolve(name).value])) as unknown as Settings
  let values = current()
  return {
    values: () => values,
    rows: () => SETTING_NAMES.map(row),
    async save(name, value) {
      if (!isSettingName(name)) throw unknownSetting(name)
      const parsed = value === null ? null : check(name, value, name)
      await store.writeSetting(PREFIX + name, parsed)
      saved = await readSaved(store)
      values = current()
      return row(name)
    },
  }
}

/** A saved value that is out of bounds by now (an older version wrote it) counts as not saved. */
async function readSaved(store: Store): Promise<Record<string, unknown>> {
  const rows = Object.entries(await store.readSettings(PREFIX)).map(
    ([key, value]) => [key.slice(PREFIX.length), value] as const,
  )
  const valid = rows.flatMap(([name, value]) => {
    const parsed = isSettingName(name) ? parseSetting(name, value) : null
    return parsed === null ? [] : [[name, parsed] as const]
  })
  return Object.fromEntries(valid)
}

function checked(raw: Record<string, string>, shownAs: (name: string) => string): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const [name, text] of Object.entries(raw)) {
    if (!isSettingName(name)) throw unknownSetting(name)
    values[name] = check(name, text, shownAs(name))
  }
  return values
}

function check(name: SettingName, value: unknown, shownAs: string): SettingValue {
  const parsed = parseSetting(name, value)
  if (parsed !== null) return parsed
  const unit = SETTINGS[name].unit
  throw new SluiceError(
    'setting_invalid',
    `expected ${shownAs} to be ${boundsOf(name)}${unit && ` (${unit})`}, came "${String(value)}"`,
  )
}

function unknownSetting(name: string): SluiceError {
  const nearest = nearestOf(name, SETTING_NAMES)
  return new SluiceError('setting_unknown', `there is no setting "${name}"; the nearest is "${nearest}"`)
}

/** The name that takes the fewest edits, whatever its case. */
export function nearestOf(name: string, names: readonly string[]): string {
  const lower = name.toLowerCase()
  return names.reduce((best, candidate) =>
    distance(lower, candidate.toLowerCase()) < distance(lower, best.toLowerCase()) ? candidate : best,
  )
}
