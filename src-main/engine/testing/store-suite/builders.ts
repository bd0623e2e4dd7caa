import { afterEach, beforeEach } from 'vitest'
import type { Provider } from '../../../../src-shared/model/document.ts'
import { ERRORS, type ErrorCode, type ErrorInfo } from '../../../../src-shared/contract/errors.ts'
import { createGraphViews } from '../../insight/graph-views.ts'
import { createLongViews } from '../../insight/long-views.ts'
import { createRetries } from '../../queue/retries.ts'
import type {
  ChunkEnd,
  ChunkRow,
  Clock,
  EntityWrite,
  KgDocument,
  LlmReply,
  NewCall,
  NewChunk,
  NewDocument,
  PageText,
  RelationshipWrite,
  Store,
  WriteSet,
} from '../../ports.ts'

export const MODEL = 'claude-haiku-5-5'

export function newDocument(id: string, more: Partial<NewDocument> = {}): NewDocument {
  const name = `${id}.pdf`
  return { id, path: `/in/${name}`, name, bytes: 100, modifiedMs: 5.5, group: 'default', priority: 'normal', ...more }
}

export function errorInfo(code: ErrorCode, message = `came ${code}`): ErrorInfo {
  return { code, message, remedy: ERRORS[code].remedy }
}

export function page(number: number, more: Partial<PageText> = {}): PageText {
  return { number, label: String(number), state: 'text', text: `text of page ${number}`, error: null, ...more }
}

export function failedPage(number: number): PageText {
  return page(number, { state: 'failed', text: '', error: errorInfo('page_unreadable') })
}

/** A chunk that stands on page ordinal + 1. */
export function chunk(ordinal: number, text = `chunk ${ordinal}`, more: Partial<NewChunk> = {}): NewChunk {
  const spans = [{ page: ordinal + 1, start: 0, end: text.length }]
  const size = { estimatedInput: 1000, estimatedOutput: 500 }
  return { ordinal, sha256: `sha of ${text}`, text, spans, headings: ['Chapter'], occurrence: 0, ...size, ...more }
}

export function entity(uuid: string, more: Partial<EntityWrite> = {}): EntityWrite {
  const summary = `about ${uuid}`
  return { uuid, name: uuid, type: 'person', summary, named: true, aliases: [], keys: [uuid.toLowerCase()], ...more }
}

export function fact(sourceUuid: string, targetUuid: string, more: Partial<RelationshipWrite> = {}): RelationshipWrite {
  return {
    uuid: `${sourceUuid}-${targetUuid}`,
    sourceUuid,
    targetUuid,
    name: 'KNOWS',
    fact: `${sourceUuid} knows ${targetUuid}`,
    validAt: null,
    invalidAt: null,
    page: 1,
    quote: `${sourceUuid} and ${targetUuid}`,
    ...more,
  }
}

/** Two people who know each other, unless told otherwise. */
export function writes(episode: string, more: Partial<WriteSet> = {}): WriteSet {
  const entities = [entity('Ann'), entity('Bob')]
  return {
    group: 'default',
    episode: { uuid: episode, name: episode },
    entities,
    relationships: [fact('Ann', 'Bob')],
    ...more,
  }
}

export function newCall(documentId: string, chunkId: number, more: Partial<NewCall> = {}): NewCall {
  const estimate = { input: 1000, output: 500, maxOutput: 4000 }
  const hashes = { answerKey: `key ${chunkId}`, requestSha: `request ${chunkId}` }
  return {
    documentId,
    chunkId,
    model: MODEL,
    family: 'haiku-5',
    ...hashes,
    pass: 0,
    estimate,
    worstCost: 9000,
    ...more,
  }
}

export function reply(text: string, more: Partial<LlmReply> = {}): LlmReply {
  const usage = { input: 900, output: 300, cacheRead: 20, cacheWrite: 10 }
  return { text, stopReason: 'end_turn', usage, requestId: 'req_1', status: 200, limits: {}, ...more }
}

/** The newest activities of any kind. */
export function newest(limit: number): Parameters<Store['activity']>[0] {
  return { before: null, kinds: [], limit }
}

/** A store with a clock of its own, what the engine makes of it, and the steps that carry a document through its phases. */
export class Bench {
  readonly store: Store
  readonly views: ReturnType<typeof viewsOf>
  #now = 1_000_000

  constructor(store: Store) {
    this.store = store
    const after = (_ms: number, run: () => void) => {
      const turn = setImmediate(run)
      return () => clearImmediate(turn)
    }
    this.views = viewsOf(store, { now: () => this.now, after })
  }

  /** Moves on by a second with each look. */
  get now(): number {
    this.#now += 1000
    return this.#now
  }

  async add(...documents: (string | NewDocument)[]): Promise<string[]> {
    const rows = documents.map((one) => (typeof one === 'string' ? newDocument(one) : one))
    return (await this.store.enqueue(rows, this.now)).map((row) => row.id)
  }

  /** Ingests the next document in the queue; its bytes are told apart by `sha256`. */
  async ingest(sha256: string, provider: Provider = 'anthropic') {
    const job = must(await this.store.claim('ingestion', null, this.now))
    return this.store.finishIngestion(job, { sha256, bytes: 100, provider }, this.now)
  }

  async read(pages: PageText[] = [page(1), page(2)], done = true): Promise<void> {
    const job = must(await this.store.claim('extraction', null, this.now))
    await this.store.savePages(job, { pages: pages.length, title: 'A title' }, pages, done, this.now)
  }

  async cut(chunks: NewChunk[] = [chunk(0), chunk(1)], done = true): Promise<void> {
    const job = must(await this.store.claim('chunking', null, this.now))
    await this.store.saveChunks(job, chunks, `behind ${chunks.length}`, done, this.now)
  }

  /** Adds a document and brings it to the graph phase. */
  async prepare(
    id: string,
    chunks: NewChunk[] = [chunk(0), chunk(1)],
    provider: Provider = 'anthropic',
  ): Promise<string> {
    await this.add(id)
    await this.ingest(`sha of ${id}`, provider)
    await this.read()
    await this.cut(chunks)
    return id
  }

  async claimKg(provider: Provider = 'anthropic'): Promise<KgDocument> {
    return must(await this.store.claimKgDocument(provider, null, this.now))
  }

  async complete(
    row: ChunkRow,
    set: WriteSet = writes(`episode of ${row.documentId} ${row.ordinal}`),
    provider: Provider = 'anthropic',
  ) {
    const end: ChunkEnd = { state: 'completed', writes: set, callIds: [], reused: false, droppedFacts: 0 }
    await this.store.finishChunk(row, end, provider, this.now)
  }

  async fail(row: ChunkRow, code: ErrorCode = 'model_refused'): Promise<void> {
    await this.store.finishChunk(row, { state: 'failed', error: errorInfo(code) }, 'anthropic', this.now)
  }

  /** Claims the next document of the graph phase and completes what is pending in it. */
  async finish(provider: Provider = 'anthropic'): Promise<'completed' | 'failed' | null> {
    const { document } = await this.claimKg(provider)
    for (const row of await this.store.pendingChunks(document.id, -1, 100))
      await this.complete(row, undefined, provider)
    return this.store.finishKgDocument(document.id, this.now)
  }

  /** A document that went through all phases. */
  async whole(id: string, provider: Provider = 'anthropic'): Promise<string> {
    await this.prepare(id, undefined, provider)
    await this.finish(provider)
    return id
  }

  async pending(documentId: string): Promise<ChunkRow[]> {
    return this.store.pendingChunks(documentId, -1, 1000)
  }

  async stateOf(documentId: string) {
    return (await this.store.document(documentId))?.state ?? null
  }
}

/** What the engine makes of a store in slices. */
export function viewsOf(store: Store, clock: Pick<Clock, 'now' | 'after'>) {
  return { ...createLongViews(store, clock), ...createGraphViews(store, clock), ...createRetries(store, clock) }
}

export function must<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('expected a value, came none')
  return value
}

/** A fresh store for each test of the block, closed after it. */
export function freshBench(open: () => Promise<Store>): () => Bench {
  let bench: Bench | undefined
  beforeEach(async () => {
    bench = new Bench(await open())
  })
  afterEach(async () => {
    await bench?.store.close()
  })
  return () => must(bench)
}
