import type { CommandInput, CommandName, CommandOutput } from '../../src-shared/contract/commands.ts'
import type { EngineEvent } from '../../src-shared/contract/events.ts'

/** A file on its way into the queue. */
export interface Transfer {
  name: string
  bytes: number
  sent: number
  /** One sentence, once it went wrong. */
  error: string | null
}

/** Where the bytes of a document can be read by range, with the headers that open it. */
export interface BlobSource {
  url: string
  headers: Record<string, string>
}

/**
 * The window's one way to the engine. Two hosts, one meaning: `web` over HTTP, `electron` over a message port.
 * Calls reject with a SluiceError.
 */
export interface Client {
  readonly kind: 'web' | 'electron'
  call<K extends CommandName>(name: K, input: CommandInput<K>): Promise<CommandOutput<K>>
  /**
   * Events until the returned function is called. Connects again by itself; `onConnection(true)` means that everything
   * must be read anew, for events were missed.
   */
  events(onEvent: (event: EngineEvent) => void, onConnection: (online: boolean) => void): () => void
  /** Takes what was dropped or picked, folders included: by path where the host can, else by upload, two at a time. */
  add(items: FileList | DataTransferItemList, onTransfers: (transfers: Transfer[]) => void): Promise<void>
  blob(sha256: string): BlobSource
}
