import type { Server } from 'node:http'

/** How long answers on their way may take. */
const CLOSE_MS = 2000

/**
 * Closes a server whose event streams have been told to end. Short answers leave first; whoever reads no more, as a
 * process that is stopped, holds its connection for ever, and is cut off.
 */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => server.closeAllConnections(), CLOSE_MS)
    server.close(() => {
      clearTimeout(late)
      resolve()
    })
    server.closeIdleConnections()
  })
}
