import type { IncomingMessage, ServerResponse } from 'node:http'
import { asSluiceError, SluiceError, type ErrorCode } from '../../../src-shared/contract/errors.ts'
import type { Api } from '../api.ts'
import { refuse, sendJson, wantBody } from './answer.ts'
import { createPlaces } from './places.ts'
import { receiveBody, receiveError, tooLarge } from './receive-body.ts'
import { createTurns } from './turns.ts'
import { uploadName } from './upload-name.ts'
import type { Uploads } from './uploads.ts'

const MEGABYTE = 1_000_000

/** Files received at once; what comes beyond them waits unread. Two for each of a few pages. */
const AT_ONCE = 4

/** How long a sender may bring nothing. */
const IDLE_MS = 30_000

export interface UploadOptions {
  api: Pick<Api, 'call'>
  uploads: Uploads
  /** Ends uploads on their way. */
  closing: AbortSignal
  idleMs?: number | undefined
}

/**
 * `PUT /upload?name=…`: the body is the file; it is added to the queue when it is whole and durable, after those that the
 * same sender began before it: however long each takes, they queue as they were dropped.
 */
export function createUploadRoute({ api, uploads, closing, idleMs = IDLE_MS }: UploadOptions) {
  const places = createPlaces(AT_ONCE)
  const takeTurn = createTurns()

  const receive = async (
    request: IncomingMessage,
    response: ServerResponse,
    given: string | null,
    come: Promise<void>,
  ) => {
    const name = uploadName(given ?? '')
    const maxBytes = await maxFileBytes(api)
    const announced = Number(request.headers['content-length'] ?? 0)
    if (announced > maxBytes) throw tooLarge(maxBytes, announced)
    const path = await uploads.place(name).catch((thrown: unknown) => {
      throw receiveError(thrown)
    })
    try {
      wantBody(request, response)
      const bytes = await receiveBody(request, path, { maxBytes, idleMs })
      await come
      const files = [{ path, bytes, modifiedMs: Date.now() }]
      const { documents } = await api.call('documents.add', { files })
      const document = documents[0]
      if (!document) throw new SluiceError('internal', 'expected the document that was added, came none')
      // The file is in the queue whatever comes of this; a place that is not given back now is at the next start.
      void uploads.handOver(path, document.id).catch(() => undefined)
      return { id: document.id, name, position: document.position }
    } catch (thrown) {
      await uploads.drop(path)
      throw thrown
    }
  }

  return async (request: IncomingMessage, response: ServerResponse, name: string | null): Promise<void> => {
    const gone = new AbortController()
    response.once('close', () => gone.abort(new Error('the sender is gone')))
    const end = () => request.destroy(new Error('closing'))
    closing.addEventListener('abort', end)
    let leave = () => {}
    const turn = takeTurn(request.headers.authorization ?? '')
    try {
      leave = await places.take(AbortSignal.any([gone.signal, closing]))
      sendJson(response, 201, await receive(request, response, name, turn.come))
    } catch (thrown) {
      const { info } = asSluiceError(thrown)
      refuse(request, response, STATUS[info.code] ?? 500, info)
    } finally {
      leave()
      turn.end()
      closing.removeEventListener('abort', end)
    }
  }
}

const STATUS: Partial<Record<ErrorCode, number>> = {
  usage: 400,
  call_timeout: 408,
  file_too_large: 413,
  queue_full: 409,
  disk_full: 507,
  connection_lost: 400,
}

async function maxFileBytes(api: Pick<Api, 'call'>): Promise<number> {
  const { settings } = await api.call('config.get', {})
  const limit = settings.find(({ name }) => name === 'maxFileMegabytes')?.value
  if (typeof limit !== 'number') throw new SluiceError('internal', 'expected the setting maxFileMegabytes, came none')
  return limit * MEGABYTE
}
