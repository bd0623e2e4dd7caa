import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface Wire {
  url: string
  /** What is on the way is lost, and nobody listens any more: a computer whose network is gone is refused as soon. */
  cut(): Promise<void>
  mend(): Promise<void>
}

/** A way to a server of this computer that can be cut; it ends with the test. */
export async function wireTo(url: string): Promise<Wire> {
  const to = Number(new URL(url).port)
  const sockets = new Set<Socket>()
  const hold = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  }
  let server: Server | null = null
  const listen = async (port: number) => {
    server = createServer((near) => {
      const far = connect(to, '127.0.0.1')
      for (const socket of [near, far]) hold(socket)
      near.pipe(far).pipe(near)
      near.on('close', () => far.destroy())
      far.on('close', () => near.destroy())
    })
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  const port = await listen(0)
  const cut = async () => {
    const closed = server?.listening === true ? once(server, 'close') : null
    server?.close()
    for (const socket of sockets) socket.destroy()
    await closed
  }
  onTestFinished(cut)
  return { url: `http://127.0.0.1:${port}`, cut, mend: async () => void (await listen(port)) }
}
