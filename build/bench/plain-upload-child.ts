/**
 * The least that an upload can be: a body streamed into a file and hashed on its way, both by Node's own pipeline, then
 * made durable. What our host is compared with. Tells its port; the path of the file comes with each request.
 */
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

process.on('disconnect', () => process.exit(0))

const server = createServer((request, response) => {
  const hash = createHash('sha256')
  const hashing = new Transform({
    transform(part: Buffer, _encoding, done) {
      hash.update(part)
      done(null, part)
    },
  })
  const path = decodeURIComponent(request.url?.slice(1) ?? '')
  void pipeline(request, hashing, createWriteStream(path, { flush: true })).then(() => {
    response.writeHead(201).end(hash.digest('hex'))
  })
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
