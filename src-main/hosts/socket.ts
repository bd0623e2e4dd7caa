import { chmodSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { RPCHandler } from '@orpc/server/node'
import { SluiceError } from '../../src-shared/contract/errors.ts'
import { RPC_PREFIX } from './api.ts'
import { closeServer } from './close-server.ts'
import { createRouter, type Served } from './router.ts'
import type { SocketPlace } from './socket-path.ts'

/** A listening owner. `close` ends event streams, gives commands in flight a moment to answer, and takes the socket away. */
export interface SocketServer {
  close(): Promise<void>
}

/**
 * Serves the contract to this user's other processes. Only the holder of the folder's lock may call it: whatever
 * socket file lies there then is a dead owner's, and is removed.
 */
export async function serveSocket(place: SocketPlace, served: Omit<Served, 'closing'>): Promise<SocketServer> {
  const closing = new AbortController()
  const handler = new RPCHandler(createRouter({ ...served, closing: closing.signal }))
  const server = createServer((request, response) => {
    void handler.handle(request, response, { prefix: RPC_PREFIX }).then(({ matched }) => {
      if (matched) return
      response.writeHead(404).end()
    })
  })
  // Event streams last for days.
  server.requestTimeout = 0
  if (place.folder !== null) {
    makeOwnFolder(place.folder)
    rmSync(place.path, { force: true })
  }
  await listen(server, place.path)
  if (place.folder !== null) chmodSync(place.path, 0o600)
  return {
    close: () => {
      closing.abort()
      return closeServer(server)
    },
  }
}

/** The socket's folder is in a place where others may write: it must be ours alone, or an other user waits in it. */
function makeOwnFolder(folder: string): void {
  const unusable = (message: string, cause?: unknown) =>
    new SluiceError('data_folder_unusable', message, { cause, remedy: 'Set XDG_RUNTIME_DIR to a folder of your own.' })
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw unusable(`expected to make ${folder}, for the socket of the data folder's owner, came: ${reason}`, cause)
  }
  const { uid } = statSync(folder)
  if (process.getuid && uid !== process.getuid()) {
    throw unusable(`expected ${folder} to belong to this user, came: user ${uid}`)
  }
  chmodSync(folder, 0o700)
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
