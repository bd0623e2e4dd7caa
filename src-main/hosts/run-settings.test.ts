import { describe, expect, it } from 'vitest'
import { environmentSettings, flagSettings, settingNamed } from './run-settings.ts'

const silent = () => {}

describe('environmentSettings', () => {
  it('reads every setting by its environment name, raw', () => {
    const environment = { SLUICE_LIMIT_WINDOW_SECONDS: '5', SLUICE_PACE: 'tight', PATH: '/bin' }
    expect(environmentSettings(environment, silent)).toEqual({ limitWindowSeconds: '5', pace: 'tight' })
  })

  it('warns of an unknown one with the nearest right name, and takes the others', () => {
    const warnings: string[] = []
    const environment = { SLUICE_LIMIT_WINDOW_SECOND: '5', SLUICE_RETRIES: '2' }
    expect(environmentSettings(environment, (text) => warnings.push(text))).toEqual({ retries: '2' })
    expect(warnings).toEqual([
      'SLUICE_LIMIT_WINDOW_SECOND is no setting and does nothing; did you mean SLUICE_LIMIT_WINDOW_SECONDS?',
    ])
  })

  it('answers an invalid value with its bounds', () => {
    expect(() => environmentSettings({ SLUICE_SAFETY_BUFFER: '2' }, silent)).toThrow(
      'SLUICE_SAFETY_BUFFER expects 0.1 to 0.97, came "2"',
    )
  })

  it('takes an empty one as not set, and the data folder for no setting', () => {
    expect(environmentSettings({ SLUICE_PACE: '', SLUICE_DATA_DIR: '/data' }, silent)).toEqual({})
  })
})

describe('flagSettings', () => {
  it('reads options of their own and --set', () => {
    expect(flagSettings({ pace: 'tight', logLevel: 'debug', set: ['model=a=b'], priority: 'high' })).toEqual({
      pace: 'tight',
      logLevel: 'debug',
      model: 'a=b',
    })
  })

  it.each([
    [{ pace: 'tigth' }, 'setting_invalid', '--pace expects cautious | normal | tight, came "tigth"'],
    [{ logLevel: 'loud' }, 'setting_invalid', '--log-level expects debug | info | warn | error, came "loud"'],
    [{ set: ['modle=x'] }, 'setting_unknown', 'there is no setting "modle"; did you mean model?'],
    [{ set: ['model'] }, 'usage', '--set expects name=value, came "model"'],
    [{ set: ['retries=many'] }, 'setting_invalid', '--set retries expects 0 to 100, came "many"'],
  ])('refuses %o', (options, code, message) => {
    expect(() => flagSettings(options)).toThrow(expect.objectContaining({ code, message }))
  })
})

describe('settingNamed', () => {
  it('suggests across case and separators, and nothing where nothing is near', () => {
    expect(() => settingNamed('safety-buffer')).toThrow('did you mean safetyBuffer?')
    expect(() => settingNamed('xyzzyplugh')).toThrow(/^there is no setting "xyzzyplugh"$/)
  })
})
