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
      context.lane.nudge()
      context.changed.notify()
      return row
    },
  }
}
