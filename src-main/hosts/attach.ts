import { connect } from 'node:net'
import type { ContractRouterClient } from '@orpc/contract'
import type { contract, Owner } from '../../src-shared/contract/contract.ts'
import { isErrorCode, SluiceError } from '../../src-shared/contract/errors.ts'
import { OwnerLost, RPC_PREFIX, type Api } from './api.ts'
import type { SocketPlace } from './socket-path.ts'
import { whileAnswering } from './while-answering.ts'

/** The contract over the owner's socket. */
export interface Attached extends Api {
  readonly owner: Owner
  close(): Promise<void>
}

const HELLO_MS = 10_000

const STOPPED = 'If it was stopped with Ctrl-Z, let it go on (type fg in its terminal); else end it. Then try again.'

/**
 * Talks to the owner of the folder, or gives null if nobody listens. Transport libraries are loaded only when someone does.
 * Rejects with owner_unreachable if the peer owns another folder, or does not say who it is within `helloMs`: the system
 * takes connections for a stopped process too. So does a call whose owner falls silent.
 */
export async function attach(place: SocketPlace, realFolder: string, helloMs = HELLO_MS): Promise<Attached | null> {
  if (!(await someoneListens(place.path))) return null
  const [{ Agent, fetch }, { createORPCClient, ORPCError }, { RPCLink }] = await Promise.all([
    import('undici'),
    import('@orpc/client'),
    import('@orpc/client/fetch'),
  ])
  // A connection a call (pipelining 0): one kept alive may be closed by the server in the moment it is used again, which
  // would look like the owner's end. No time limits: event streams are silent for as long as nothing happens.
  const agent = new Agent({ connect: { socketPath: place.path }, pipelining: 0, bodyTimeout: 0, headersTimeout: 0 })
  const link = new RPCLink({
    url: `http://sluice${RPC_PREFIX}`,
    fetch: async (request, init) => {
      const body = request.body === null ? null : await request.text()
      const { method, headers, signal } = request
      const options = { ...init, method, body, signal, headers: [...headers], dispatcher: agent }
      return fetch(request.url, options)
    },
  })
  const client: ContractRouterClient<typeof contract> = createORPCClient(link)
  const rebuilt = (thrown: unknown): Error => {
    if (!(thrown instanceof ORPCError)) return new OwnerLost('the owner of the data folder is gone', { cause: thrown })
    const data = thrown.data as { code?: unknown; message?: string; remedy?: string } | undefined
    if (!isErrorCode(data?.code)) return new SluiceError('internal', thrown.message, { cause: thrown })
    return new SluiceError(data.code, data.message ?? thrown.message, data.remedy ? { remedy: data.remedy } : {})
  }
  const silence = (cause?: unknown) =>
    new SluiceError(
      'owner_unreachable',
      `expected the Sluice that owns ${realFolder} to answer, came nothing for ${helloMs / 1000} s`,
      { cause, remedy: STOPPED },
    )
  const hello = (signal: AbortSignal) => client.owner(undefined, { signal })
  const close = () => agent.destroy()
  const patience = AbortSignal.timeout(helloMs)
  try {
    const owner = await hello(patience)
    if (owner.folder !== realFolder) {
      throw new SluiceError('owner_unreachable', `expected the owner of ${realFolder}, came that of ${owner.folder}`)
    }
    return {
      owner,
      close,
      call: (name, input) => {
        const command = client.commands[name] as (input: unknown) => Promise<never>
        const answer = command(input).catch((thrown: unknown) => {
          throw rebuilt(thrown)
        })
        return whileAnswering(answer, hello, helloMs, silence)
      },
      events: async function* (signal) {
        try {
          yield* await client.events(undefined, { signal })
        } catch (thrown) {
          if (!signal.aborted) throw rebuilt(thrown)
        }
      },
    }
  } catch (thrown) {
    await close()
    if (thrown instanceof SluiceError) throw thrown
    if (thrown instanceof ORPCError) throw rebuilt(thrown)
    if (patience.aborted) throw silence(thrown)
    return null
  }
}

/** A dead owner's socket file refuses; a missing one is not there; both mean nobody. */
function someoneListens(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
