import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import type { contract } from '../../src-shared/contract/contract.ts'
import type { Client } from './client.ts'
import { checkFile } from './web/check-file.ts'
import { droppedFiles } from './web/dropped-files.ts'
import { errorOfCall } from './web/errors.ts'
import { followEvents, waitOrWake } from './web/follow-events.ts'
import { pageToken, takeCode } from './web/page-token.ts'
import { sendFile } from './web/send-file.ts'
import { createTransfers } from './web/transfers.ts'

/**
 * The window over HTTP, once the page is known to its host. Rejects with page_unknown where it is not, and with
 * owner_unreachable where nothing answers.
 */
export async function connectWebClient(): Promise<Client> {
  await takeCode()
  const link = new RPCLink({
    url: `${location.origin}/rpc`,
    headers: () => ({ authorization: bearer() }),
  })
  const rpc: ContractRouterClient<typeof contract> = createORPCClient(link)
  const call: Client['call'] = (name, input) => {
    const command = rpc.commands[name] as (input: unknown) => Promise<never>
    return command(input).catch((thrown: unknown) => {
      throw errorOfCall(thrown)
    })
  }
  await rpc.owner().catch((thrown: unknown) => {
    throw errorOfCall(thrown)
  })
  const transfers = createTransfers({
    send: (file, sent) => sendFile(file, pageToken() ?? '', sent),
    check: (file) => checkFile(call, file),
  })
  return {
    kind: 'web',
    call,
    events: (onEvent, onConnection) =>
      followEvents({ open: (signal) => rpc.events(undefined, { signal }), wait: waitOrWake }, onEvent, onConnection),
    add: (items, onTransfers) => transfers.add(droppedFiles(items), onTransfers),
    blob: (sha256) => ({ url: `/blob/${sha256}`, headers: { authorization: bearer() } }),
  }
}

function bearer(): string {
  return `Bearer ${pageToken() ?? ''}`
}
