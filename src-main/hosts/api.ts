import type { CommandInput, CommandName, CommandOutput } from '../../src-shared/contract/commands.ts'
import type { EngineEvent } from '../../src-shared/contract/events.ts'

/** The contract as a caller sees it, whatever carries it. Rejects with SluiceError, or OwnerLost where a socket broke. */
export interface Api {
  call<K extends CommandName>(name: K, input: CommandInput<K>): Promise<CommandOutput<K>>
  /** Ends when the signal aborts or the engine stops. */
  events(signal: AbortSignal): AsyncGenerator<EngineEvent>
}

/** The owner at the other end of the socket is gone, or was never there. */
export class OwnerLost extends Error {
  override readonly name = 'OwnerLost'
}

/** Where the owner's HTTP server answers the contract. */
export const RPC_PREFIX = '/rpc'
