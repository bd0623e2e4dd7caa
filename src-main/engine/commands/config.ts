import { type CommandTools, type Some } from './tools.ts'

export function configCommands(tools: CommandTools): Some<'config.get' | 'config.set'> {
  const { context, settings, gates } = tools
  return {
    'config.get': () => Promise.resolve({ settings: settings.rows() }),
    async 'config.set'({ name, value }) {
      const row = await settings.save(name, value)
      gates.reconfigure()
      context.lane.nudge()
      context.changed.notify()
      return row
    },
  }
}
