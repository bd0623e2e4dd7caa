import { SluiceError } from '../../src-shared/contract/errors.ts'
import {
  boundsOf,
  environmentName,
  isSettingName,
  parseSetting,
  SETTING_NAMES,
  type SettingName,
} from '../../src-shared/model/settings.ts'
import { nearest } from './nearest.ts'

export const DATA_FOLDER_VARIABLE = 'SLUICE_DATA_DIR'

/** Options of their own for the settings that people change most; any other goes by `--set name=value`. */
export const FLAG_SETTINGS = ['group', 'preset', 'pace', 'provider', 'logLevel'] as const satisfies SettingName[]

/** Raw values by setting name; checked, so that the engine can only take them. */
export type RawSettings = Record<string, string>

/** Settings from SLUICE_* variables. Unknown ones are told to `warn`, invalid ones rejected with their bounds. */
export function environmentSettings(environment: NodeJS.ProcessEnv, warn: (text: string) => void): RawSettings {
  const names = new Map<string, SettingName>(SETTING_NAMES.map((name) => [environmentName(name), name]))
  const known = [...names.keys(), DATA_FOLDER_VARIABLE]
  const given = Object.entries(environment).filter(([variable]) => variable.startsWith('SLUICE_'))
  for (const [variable] of given) {
    if (!known.includes(variable)) warn(`${variable} is no setting and does nothing${suggestion(variable, known)}`)
  }
  const settings: RawSettings = {}
  for (const [variable, value] of given) {
    const name = names.get(variable)
    if (name && value) settings[name] = checked(name, value, variable)
  }
  return settings
}

/** Settings from options and from `--set name=value`, which wins. */
export function flagSettings(options: Record<string, unknown>): RawSettings {
  const settings: RawSettings = {}
  for (const name of FLAG_SETTINGS) {
    const value = options[name]
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
    if (typeof value === 'string') settings[name] = checked(name, value, flag)
  }
  for (const pair of (options['set'] as string[] | undefined) ?? []) {
    const equals = pair.indexOf('=')
    if (equals < 1) throw new SluiceError('usage', `--set expects name=value, came "${pair}"`)
    const name = settingNamed(pair.slice(0, equals))
    settings[name] = checked(name, pair.slice(equals + 1), `--set ${name}`)
  }
  return settings
}

/** The setting of that name; rejects with setting_unknown and the nearest right one. */
export function settingNamed(name: string): SettingName {
  if (isSettingName(name)) return name
  throw new SluiceError('setting_unknown', `there is no setting "${name}"${suggestion(name, SETTING_NAMES)}`)
}

function checked(name: SettingName, value: string, source: string): string {
  if (parseSetting(name, value) === null) {
    throw new SluiceError('setting_invalid', `${source} expects ${boundsOf(name)}, came "${value}"`)
  }
  return value
}

function suggestion(word: string, words: readonly string[]): string {
  const near = nearest(word, words)
  return near === null ? '' : `; did you mean ${near}?`
}
