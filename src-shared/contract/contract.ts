import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { COMMANDS, type CommandArgs, type CommandInput, type CommandName, type CommandOutput } from './commands.ts'
import { engineEvent } from './events.ts'
import { count, errorInfo } from './schemas.ts'

/** Who answers at the other end of a socket: a client checks that it is the owner of the folder it means. */
export const owner = z.object({
  /** Real path of the data folder. */
  folder: z.string(),
  pid: count,
  version: z.string(),
})
export type Owner = z.output<typeof owner>

/** The one typed error on the wire; its data are rebuilt as a SluiceError at the client. */
export const WIRE_ERROR = 'SLUICE'

const base = oc.errors({ [WIRE_ERROR]: { data: errorInfo } })

function procedure<K extends CommandName>(name: K) {
  const { input, output } = COMMANDS[name]
  return base
    .input(input as unknown as z.ZodType<CommandArgs<K>, CommandInput<K>>)
    .output(output as unknown as z.ZodType<CommandOutput<K>, CommandOutput<K>>)
}

type CommandContract = { [K in CommandName]: ReturnType<typeof procedure<K>> }

/** COMMANDS and the event stream as an oRPC contract; every command keeps its name. */
export const contract = {
  owner: base.output(owner),
  events: base.output(eventIterator(engineEvent)),
  commands: Object.fromEntries(
    (Object.keys(COMMANDS) as CommandName[]).map((name) => [name, procedure(name)]),
  ) as unknown as CommandContract,
}
