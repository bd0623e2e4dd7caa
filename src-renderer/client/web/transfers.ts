import { SluiceError } from '../../../src-shared/contract/errors.ts'
import type { Transfer } from '../client.ts'
import type { Unread } from './dropped-files.ts'

/** Sends one file; `sent` is told how many bytes have left. Rejects with a SluiceError. */
export type Send = (file: File, sent: (bytes: number) => void) => Promise<void>

/** Of the six connections that a browser opens to one host, one is the event stream and some are for calls. */
const AT_ONCE = 2

/** A transfer that broke off is tried again after these times: an engine that is started again takes some seconds. */
const RETRY_MS = [1000, 2000, 4000, 8000, 15_000]

/** Progress is told at most so often. */
const TELL_MS = 100

/** Files on their way into the queue: one line for the page, however often something is dropped. */
export interface Transfers {
  /** Resolves when all have come or failed. Rejects with folder_empty where there was none. */
  add(files: AsyncIterable<File | Unread>, onTransfers: (transfers: Transfer[]) => void): Promise<void>
}

interface Options {
  send: Send
  /** Rejects where the file would be refused: it need not be sent to learn that. */
  check(file: File): Promise<void>
  wait?(ms: number): Promise<void>
}

export function createTransfers({ send, check, wait = sleep }: Options): Transfers {
  let transfers: Transfer[] = []
  let onTransfers: (transfers: Transfer[]) => void = () => {}
  let telling: ReturnType<typeof setTimeout> | null = null
  const waiting: (() => Promise<void>)[] = []
  let active = 0
  let checked: Promise<void> = Promise.resolve()
  /** One after the other: the host queues files in the order in which they begin. */
  const checkInTurn = (file: File): Promise<void> => {
    const mine = checked.then(() => check(file))
    checked = mine.catch(() => undefined)
    return mine
  }

  const tellNow = () => {
    if (telling !== null) clearTimeout(telling)
    telling = null
    onTransfers(transfers.map((transfer) => ({ ...transfer })))
  }
  const tell = () => {
    telling ??= setTimeout(tellNow, TELL_MS)
  }
  const begin = () => {
    while (active < AT_ONCE) {
      const next = waiting.shift()
      if (!next) return
      active += 1
      void next().finally(() => {
        active -= 1
        begin()
      })
    }
  }

  /** What has come is a row of the queue by then; what failed stays, with its reason. */
  const transferOf = async (file: File, transfer: Transfer) => {
    try {
      await checkInTurn(file)
      await persist(() => send(file, (bytes) => ((transfer.sent = bytes), tell())), wait)
      transfers = transfers.filter((one) => one !== transfer)
    } catch (thrown) {
      transfer.error = sentence(thrown)
    }
    tell()
  }

  return {
    async add(files, told) {
      onTransfers = told
      transfers = transfers.filter(({ error }) => error === null)
      const ends: Promise<void>[] = []
      for await (const file of files) {
        const bytes = 'unread' in file ? 0 : file.size
        const error = 'unread' in file ? sentence(file.unread) : null
        const transfer: Transfer = { name: file.name, bytes, sent: 0, error }
        transfers.push(transfer)
        if ('unread' in file) ends.push(Promise.resolve())
        else ends.push(new Promise((resolve) => waiting.push(() => transferOf(file, transfer).then(resolve))))
        begin()
        tell()
      }
      if (ends.length === 0) {
        throw new SluiceError('folder_empty', 'expected PDF files, came none', {
          remedy: 'Drop PDF files, or a folder that holds some.',
        })
      }
      await Promise.all(ends)
      tellNow()
    },
  }
}

/** Tries again where nothing answered; a refusal is final. */
async function persist(send: () => Promise<void>, wait: (ms: number) => Promise<void>): Promise<void> {
  for (const ms of RETRY_MS) {
    try {
      return await send()
    } catch (thrown) {
      if (!(thrown instanceof SluiceError) || thrown.code !== 'owner_unreachable') throw thrown
      await wait(ms)
    }
  }
  return send()
}

function sentence(thrown: unknown): string {
  if (!(thrown instanceof SluiceError)) return thrown instanceof Error ? thrown.message : String(thrown)
  return `${thrown.message}. ${thrown.remedy}`
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
