import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Socket } from 'node:net'

/** What a server that anybody on this machine can reach allows before it knows who speaks. */
export interface SocketLimits {
  /** Longest time until the header of a request is whole; slow ones hold a socket and nothing else. */
  headersMs: number
  /** Connections that have not asked anything yet; beyond that the one that waits longest is closed. */
  waiting: number
  /** Connections in all. */
  total: number
}

const LIMITS: SocketLimits = { headersMs: 10_000, waiting: 64, total: 512 }

const MAX_HEADER_BYTES = 8192
const KEEP_ALIVE_MS = 5000
const LOOK_EVERY_MS = 1000

/** A server under these limits. The length of bodies and their pace are the routes' own: an upload may take an hour. */
export function createLimitedServer(limits: Partial<SocketLimits> = {}): Server {
  const { headersMs, waiting, total } = { ...LIMITS, ...limits }
  const server = createServer({
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: headersMs,
    requestTimeout: 0,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: Math.min(LOOK_EVERY_MS, headersMs),
  })
  server.maxConnections = total
  const silent = new Set<Socket>()
  server.on('connection', (socket) => {
    silent.add(socket)
    socket.once('close', () => silent.delete(socket))
    const [oldest] = silent
    if (silent.size > waiting) oldest?.destroy()
  })
  const spoke = ({ socket }: IncomingMessage) => silent.delete(socket)
  server.on('request', spoke)
  server.on('checkContinue', spoke)
  return server
}
