import type { Owner } from '../../src-shared/contract/contract.ts'
import type { Api } from './api.ts'
import type { Session } from './session.ts'
import { version } from './version.ts'

/** What the pages of a host are served of its session. */
export interface PageSession {
  api: Api
  /** Who owns the folder at the moment. */
  owner: Owner
  /** Ends the event streams of open pages, which then connect again and read everything anew: the engine is another one. */
  endStreams(): void
}

/** @param folder Real path of the data folder. */
export function createPageSession(folder: string, session: Pick<Session, 'call' | 'events' | 'owner'>): PageSession {
  let streams = new AbortController()
  return {
    api: {
      call: session.call,
      events: (signal) => session.events(AbortSignal.any([signal, streams.signal])),
    },
    owner: {
      folder,
      version,
      get pid() {
        return session.owner.pid
      },
    },
    endStreams() {
      streams.abort()
      streams = new AbortController()
    },
  }
}
