import type { CommandHandlers, CommandOutput, SettingRow } from '../../../../src-shared/contract/commands.ts'
import { ERRORS, type ErrorCode, SluiceError } from '../../../../src-shared/contract/errors.ts'
import {
  boundsOf,
  DEFAULT_SETTINGS,
  environmentName,
  isSettingName,
  parseSetting,
  SETTING_NAMES,
  SETTINGS,
} from '../../../../src-shared/model/settings.ts'

type Handlers = Pick<CommandHandlers, 'config.get' | 'config.set' | 'key.get' | 'key.set' | 'key.check' | 'host.info'>
type StoredKey = CommandOutput<'key.get'>['key']

interface Given {
  rows?: Record<string, Partial<SettingRow>>
  key?: StoredKey
  /** What the API says to the key. */
  rejects?: ErrorCode
}

/** The settings as delivered, changed as given; values are judged as the engine judges them. */
export function settingsAnswers({
  rows = {},
  key = { source: 'keyring', ending: 'x4Qg' },
  rejects,
}: Given = {}): Handlers {
  const saved = new Map<string, SettingRow>(
    SETTING_NAMES.map((name) => [
      name,
      {
        name,
        value: DEFAULT_SETTINGS[name],
        default: DEFAULT_SETTINGS[name],
        source: 'default',
        unit: SETTINGS[name].unit,
        bounds: boundsOf(name),
        environment: environmentName(name),
        about: SETTINGS[name].about,
        ...rows[name],
      },
    ]),
  )
  let stored = key
  return {
    'config.get': async () => ({ settings: [...saved.values()] }),
    'config.set': async ({ name, value }) => {
      const row = saved.get(name)
      if (!row || !isSettingName(name)) throw new SluiceError('setting_unknown', `there is no setting "${name}"`)
      const parsed = value === null ? row.default : parseSetting(name, value)
      if (parsed === null) {
        throw new SluiceError('setting_invalid', `expected ${name} to be ${row.bounds}, came "${String(value)}"`)
      }
      const next: SettingRow = { ...row, value: parsed, source: value === null ? 'default' : 'saved' }
      saved.set(name, next)
      return next
    },
    'key.get': async () => ({ key: stored }),
    'key.set': async ({ key: text }) => {
      stored = text === null ? null : { source: 'keyring', ending: text.slice(-4) }
      return { source: stored ? 'keyring' : null }
    },
    'key.check': async () => ({
      ok: rejects === undefined,
      model: 'claude-haiku-5-5',
      error: rejects
        ? {
            code: rejects,
            message: 'expected the API to accept the key, it answered 401',
            remedy: ERRORS[rejects].remedy,
          }
        : null,
      limits: { requests: 50, input: 50_000, output: 10_000 },
    }),
    'host.info': async () => ({ version: '0.1.0', dataFolder: '/home/ines/.local/share/sluice', samples: true }),
  }
}
