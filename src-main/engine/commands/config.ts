import { forgetNotice } from '../pipeline/retention.ts'
import { type CommandTools, type Some } from './tools.ts'

export function configCommands(tools: CommandTools): Some<'config.get' | 'config.set'> {
  const { context, settings, gates } = tools
  return {
    'config.get': () => Promise.resolve({ settings: settings.rows() }),
    async 'config.set'({ name, value }) {
      const row = await settings.save(name, value)
      if (name === 'keepAnswersDays' || name === 'keepFilesDays') await forgetNotice(context.ports.store)
      gates.reconfigure()
      await context.tryAgain()
      const what = value === null ? `is ${String(row.value)} again, as delivered` : `was set to ${String(row.value)}`
      await context.activity('setting.changed', null, `the setting ${name} ${what}`)
      return row
    },
  }
}
