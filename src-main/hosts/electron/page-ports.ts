import { implement } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import type { MessagePortMain } from 'electron'
import { windowContract } from '../../../src-shared/contract/window-contract.ts'
import { createPageSession } from '../page-session.ts'
import { createRouter, onWire } from '../router.ts'
import type { Session } from '../session.ts'
import { addPaths } from './add-paths.ts'

/** Serves the contract to the page, over a port for each time it is loaded. */
export interface PagePorts {
  serve(port: MessagePortMain): void
  /** Ends the event stream of the page, which then connects again and reads everything anew: the engine is another one. */
  endStreams(): void
}

export function createPagePorts(folder: string, session: Session): PagePorts {
  const { api, owner, endStreams } = createPageSession(folder, session)
  // Streams end with the port, and the port with the window: nothing else has to end them.
  const router = createRouter({ api, owner, closing: new AbortController().signal })
  const paths = implement(windowContract.addPaths).handler(({ input }) =>
    addPaths(api, input.paths).catch((thrown: unknown) => {
      throw onWire(thrown)
    }),
  )
  const handler = new RPCHandler({ ...router, addPaths: paths })
  return {
    serve(port) {
      handler.upgrade(port)
      port.start()
    },
    endStreams,
  }
}
