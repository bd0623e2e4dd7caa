import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import { SluiceError } from '../../../src-shared/contract/errors.ts'
import { closeServer } from '../close-server.ts'
import { dataLayout } from '../data-layout.ts'
import { PAGE_FOLDER } from '../page-files.ts'
import { createPageSession } from '../page-session.ts'
import type { Session } from '../session.ts'
import { createAccess } from './access.ts'
import { readKeptAccess, writeKeptAccess } from './kept-access.ts'
import { createRequestHandler } from './request-handler.ts'
import { createRoutes } from './routes.ts'
import { scriptToken } from './script-token.ts'
import { createLimitedServer, type SocketLimits } from './socket-limits.ts'
import { createUploads } from './uploads.ts'

/** The window in a browser, and the same contract for scripts: on 127.0.0.1, and nowhere else. */
export interface WebHost {
  /** `http://127.0.0.1:PORT/`. */
  readonly origin: string
  /** The page's address with a new one-use code: in the fragment, which no browser sends and no server logs. */
  newAddress(): string
  /** Ends the event streams of open pages, which then connect again and read everything anew: the engine is another one. */
  endStreams(): void
  /** Ends streams and uploads, lets short answers leave. Idempotent. */
  close(): Promise<void>
}

export interface WebHostOptions {
  /** Real path of the data folder. */
  folder: string
  session: Pick<Session, 'call' | 'events' | 'owner'>
  /** This port or none; null: the one of last time if it is free, else any. */
  port: number | null
  /** Whether a token for scripts is left in the data folder. */
  scripts?: boolean
  /** The built page. */
  page?: string
  limits?: Partial<SocketLimits & { bodyMs: number; uploadIdleMs: number }>
}

const HOST = '127.0.0.1'

/** Opens the window's server. Rejects with `usage` where the port that was asked for is taken. */
export async function openWebHost(options: WebHostOptions): Promise<WebHost> {
  const { folder, session, limits = {} } = options
  const layout = dataLayout(folder)
  const server = createLimitedServer(limits)
  const kept = readKeptAccess(layout.web)
  const port = await bind(server, options.port, kept?.port ?? 0)
  const samePort = port === kept?.port
  // Another port beside an engine of someone else: that one's page host has the kept port, and keeps it.
  const keeps = samePort || options.port !== null || session.owner.mine || kept === null
  const keep = (tokens: string[]) => {
    try {
      if (keeps) writeKeptAccess(layout.web, { port, tokens })
    } catch {
      // The disk does not take it: what is known now stays so until the end, and pages open anew at the next start.
    }
  }
  const access = createAccess({
    known: samePort ? kept.tokens : [],
    scriptToken: options.scripts ? scriptToken(layout.serveToken, samePort) : null,
    onChange: keep,
  })
  keep(access.hashes())

  const closing = new AbortController()
  const pages = createPageSession(folder, session)
  const origin = `http://${HOST}:${port}/`
  const newAddress = () => `${origin}#code=${access.newCode()}`
  const uploads = createUploads(layout.uploads, session)
  const watching = uploads.watch(closing.signal).catch(() => undefined)
  const routeOf = createRoutes({
    api: pages.api,
    owner: pages.owner,
    folder,
    access,
    uploads,
    newAddress,
    closing: closing.signal,
    page: options.page ?? PAGE_FOLDER,
    uploadIdleMs: limits.uploadIdleMs,
  })
  const handle = createRequestHandler({ port, access, routeOf, bodyMs: limits.bodyMs })
  server.on('request', handle)
  // A sender that asks before it sends its body is judged before it does.
  server.on('checkContinue', handle)

  let closed: Promise<void> | null = null
  return {
    origin,
    newAddress,
    endStreams: pages.endStreams,
    close() {
      closing.abort()
      closed ??= closeServer(server).then(() => watching)
      return closed
    },
  }
}

/** The port that was asked for, or else the one of last time, or else any. */
async function bind(server: Server, asked: number | null, last: number): Promise<number> {
  try {
    return await listen(server, asked ?? last)
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw thrown
    if (asked === null) return listen(server, 0)
    throw new SluiceError('usage', `expected port ${asked} to be free, came: ${code}`, {
      cause: thrown,
      remedy: 'Name another port, or none.',
    })
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, HOST, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}
