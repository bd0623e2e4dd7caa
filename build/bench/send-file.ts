import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'

/** What a browser gives to its socket at a time, or so. */
const STEP_BYTES = 65_536

/** Sends bytes as the body of a PUT, as fast as they are taken, and gives the answer. Rejects where it is not 201. */
export async function sendFile(url: string, bytes: Buffer, headers: Record<string, string> = {}): Promise<string> {
  const asked = request(url, { method: 'PUT', agent: false, headers: { ...headers, 'content-length': bytes.length } })
  const answered = once(asked, 'response') as Promise<[IncomingMessage]>
  for (let at = 0; at < bytes.length; at += STEP_BYTES) {
    if (!asked.write(bytes.subarray(at, at + STEP_BYTES))) await once(asked, 'drain')
  }
  asked.end()
  const [response] = await answered
  const body = await text(response)
  if (response.statusCode !== 201) throw new Error(`expected 201 of ${url}, came ${response.statusCode}: ${body}`)
  return body
}
