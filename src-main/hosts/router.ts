import { implement, ORPCError } from '@orpc/server'
import { COMMANDS, type CommandName } from '../../src-shared/contract/commands.ts'
import { contract, WIRE_ERROR, type Owner } from '../../src-shared/contract/contract.ts'
import { asSluiceError } from '../../src-shared/contract/errors.ts'
import type { Api } from './api.ts'

/** `closing` ends every event stream, so that a host can close its server. */
export interface Served {
  api: Api
  owner: Owner
  closing: AbortSignal
}

/** The contract as an oRPC router. Inputs are parsed where the command runs; outputs are our own, so they are not parsed again. */
export function createRouter({ api, owner, closing }: Served) {
  const os = implement(contract).$config({
    initialInputValidationIndex: Number.NaN,
    initialOutputValidationIndex: Number.NaN,
  })
  // One handler stands for all: the names differ at run time only, their types are the caller's (Api).
  const command = (name: CommandName) =>
    (os.commands[name] as (typeof os.commands)['queue.progress']).handler(
      ({ input }) =>
        api.call(name, input as never).catch((thrown: unknown) => {
          throw onWire(thrown)
        }) as Promise<never>,
    )
  return {
    owner: os.owner.handler(() => owner),
    events: os.events.handler(({ signal }) => api.events(signal ? AbortSignal.any([signal, closing]) : closing)),
    commands: Object.fromEntries((Object.keys(COMMANDS) as CommandName[]).map((name) => [name, command(name)])),
  }
}

/** Code, sentence and remedy travel; stack and cause stay in the log of the owner. */
export function onWire(thrown: unknown): ORPCError<string, unknown> {
  const { info } = asSluiceError(thrown)
  return new ORPCError(WIRE_ERROR, { defined: true, status: 422, message: info.message, data: info })
}
