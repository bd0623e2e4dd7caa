import type { NewCall, Store } from '../../ports.ts'
import type { ModelServer } from '../servers/model-server.ts'
import type { World } from './world.ts'

type Named<T> = { [K in keyof T]?: T[K] extends (...args: infer A) => unknown ? (...args: A) => unknown : never }

/**
 * Watches what the engine asks of its ports while it runs, over all its lives, and says which promise was broken.
 * `before` sees a call of the store as the engine makes it, `committing` just before it takes effect, `after` its result.
 */
export interface Watch {
  before(name: string, args: unknown[]): void
  committing(name: string, args: unknown[]): Promise<void>
  after(name: string, args: unknown[], result: unknown): void
  /** A request leaves for the API. */
  leaving(body: string, document: string, inFlight: string[]): void
  /** What a person has asked for holds from now on. */
  readonly wishes: Wishes
}

export interface Wishes {
  /** Nothing may be asked while it is set, except about one document: `finishing` until it is known which. */
  paused: { since: number; finishing: boolean; except: string | null } | null
  /** Ids of documents that a person ended. */
  ended: Set<string>
  callsInFlight: number
}

export function createWatch(
  world: World,
  base: Store,
  hash: (text: string) => string,
  server: Pick<ModelServer, 'isGood' | 'shutKept'>,
): Watch {
  const wishes: Wishes = {
    paused: null,
    ended: new Set(),
    callsInFlight: world.scenario.settings['preset'] === 'standard' ? 4 : 1,
  }
  const keyOf = new Map<number, string>()
  const documentOf = new Map<number, string>()
  /** Their answers are erased: the same text may be asked again. */
  const deleted = new Set<string>()
  const answered = new Set<number>()
  const spoilt = new Set<number>()
  /** Questions that were answered in vain, until a person has their chunks asked again. */
  const inVain = new Set<string>()
  /** The last call before a person had chunks asked again: what comes of those until then is not read. */
  let askedAfter = 0
  let lastCall = 0
  const askAgain = () => {
    inVain.clear()
    askedAfter = lastCall
  }
  const questionOf = new Map<number, string>()
  const goodKeys = new Map<string, number>()
  const rows = new Map<string, number>()
  /** Names of the document at work and of those it is compared with. */
  const together = new Set<string>()

  const before: Named<Store> = {
    markSent(call) {
      if (goodKeys.has(call.answerKey))
        world.broken(`asked again although call ${goodKeys.get(call.answerKey)} was answered`)
      if (inVain.has(questionIn(call))) world.broken('asked again what had been answered in vain')
      if (wishes.ended.has(call.documentId)) world.broken('asked for a document that a person had ended')
      const { paused } = wishes
      if (!paused || paused.since >= world.trueNow()) return
      if (paused.finishing) paused.except ??= call.documentId
      if (paused.except !== call.documentId) world.broken('asked while paused')
    },
    finishChunk(_chunk, end) {
      if (end.state !== 'completed') return
      for (const id of end.callIds)
        if (!answered.has(id)) world.broken(`call ${id} was used before its answer was committed`)
    },
    judgeSpoilt(callId) {
      if (spoilt.has(callId)) world.broken(`call ${callId} was read again although it was spoilt`)
      if (!answered.has(callId)) world.broken(`call ${callId} was judged before its answer was committed`)
    },
  }
  const committing: Named<Store> = {
    async finishChunk(chunk) {
      const [first] = await base.pendingChunks(chunk.documentId, -1, 1)
      if (first && first.ordinal < chunk.ordinal) {
        world.broken(`chunk ${chunk.ordinal} was committed before chunk ${first.ordinal}`)
      }
    },
  }
  const after: { [K in keyof Store]?: (args: Parameters<Store[K]>, result: Awaited<ReturnType<Store[K]>>) => void } = {
    markSent([call], callId) {
      if (callId <= lastCall) world.broken(`call ${callId} came after call ${lastCall}`)
      lastCall = callId
      keyOf.set(callId, call.answerKey)
      questionOf.set(callId, questionIn(call))
      documentOf.set(callId, call.documentId)
      rows.set(call.requestSha, (rows.get(call.requestSha) ?? 0) + 1)
    },
    recordAnswer([callId, reply]) {
      answered.add(callId)
      const key = keyOf.get(callId)
      if (deleted.has(documentOf.get(callId) ?? '')) return
      if (key !== undefined && server.isGood(reply.requestId)) goodKeys.set(key, callId)
    },
    deleteDocument([id]) {
      deleted.add(id)
      for (const [key, callId] of goodKeys) if (documentOf.get(callId) === id) goodKeys.delete(key)
    },
    judgeSpoilt([callId]) {
      spoilt.add(callId)
      if (callId > askedAfter) inVain.add(questionOf.get(callId) ?? '')
    },
    retryDocuments: askAgain,
    retryGaps: askAgain,
    finishIngestion(_args, found) {
      askAgain()
      // A copy that stood in the queue wants the text still.
      if (found.outcome === 'revived') wishes.ended.delete(found.documentId)
    },
    claimKgDocument(_args, claimed) {
      together.clear()
      if (claimed) together.add(claimed.document.name)
    },
    claimBeside: (_args, claimed) => void (claimed && together.add(claimed.document.name)),
    writeSetting([name]) {
      if (name.startsWith('limits.shut.')) server.shutKept()
    },
    finishChunk([chunk, end]) {
      world.tell(`chunk ${chunk.ordinal} of ${chunk.documentId.slice(0, 9)} ${end.state}`)
    },
  }
  const call = (table: object, name: string, args: unknown[]): unknown => {
    const watcher = (table as Record<string, ((...given: unknown[]) => unknown) | undefined>)[name]
    return watcher?.(...args)
  }
  return {
    wishes,
    before: (name, args) => void call(before, name, args),
    committing: async (name, args) => void (await call(committing, name, args)),
    after: (name, args, result) => void call(after, name, [args, result]),
    leaving(body, document, inFlight) {
      const sha = hash(body)
      const left = rows.get(sha) ?? 0
      if (left === 0) world.broken('a request left whose row was not committed')
      rows.set(sha, left - 1)
      if (inFlight.length >= wishes.callsInFlight) world.broken(`${inFlight.length + 1} calls in flight at once`)
      if (inFlight.some((other) => other !== document && !(together.has(other) && together.has(document))))
        world.broken(`two documents at once: ${document}, ${inFlight.join()}`)
    },
  }
}

function questionIn({ documentId, chunkId, answerKey }: NewCall): string {
  return [documentId, chunkId, answerKey].join()
}
