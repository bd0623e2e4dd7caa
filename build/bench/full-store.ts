import Sqlite from 'better-sqlite3'
import { migrate } from '../../src-main/adapters/sqlite/migrate.ts'
import { MIGRATIONS } from '../../src-main/adapters/sqlite/migrations.ts'
import { createStore } from '../../src-main/adapters/sqlite/store.ts'
import { createSystemClock } from '../../src-main/adapters/system/system-clock.ts'
import type { ChunkEnd, NewChunk, NewDocument, PageText, Store, WriteSet } from '../../src-main/engine/ports.ts'
import { SluiceError } from '../../src-shared/contract/errors.ts'

export const DOCUMENTS = 10_000
/** Chunks of the first two documents; the first is read by a model, the other by the offline finder. */
export const LARGE = 1000
const SMALL = 2
const ENDED = 2000
const FAILED = 1000
const AT_ONCE = 1000
const TEXT = 'Some words of the chunk. '.repeat(140)
/** Where rows count and not bytes. */
const SHORT_TEXT = 'Some words of the chunk.'

export const LARGE_DOCUMENT = documentId(0)
/** Every chunk names it in three facts. */
export const HUB = 'entity of Hub'

/** Fills a new database through the port, without the syncs that make it safe: it is thrown away. */
export async function fillStore(path: string): Promise<void> {
  const store = await openUnsafe(path)
  await enqueue(store, DOCUMENTS)
  for (let n = 0; n < ENDED + FAILED; n += 1) await work(store, n)
  await store.close()
}

/**
 * As many documents as asked for, each cut into so many short chunks that wait for the graph; and half as many not begun.
 * @param filled is told how many are there.
 */
export async function fillWithChunks(
  path: string,
  documents: number,
  chunksEach: number,
  filled: (documents: number) => void = () => {},
): Promise<void> {
  const store = await openUnsafe(path)
  await enqueue(store, documents * 1.5)
  for (let n = 0; n < documents; n += 1) {
    await cut(store, n, chunksEach, SHORT_TEXT)
    filled(n + 1)
  }
  await store.close()
}

async function enqueue(store: Store, count: number): Promise<void> {
  const documents = Array.from({ length: count }, (_, n) => newDocument(n))
  for (let from = 0; from < count; from += AT_ONCE) {
    await store.enqueue(documents.slice(from, from + AT_ONCE), Date.now())
  }
}

async function openUnsafe(path: string): Promise<Store> {
  const sql = new Sqlite(path)
  sql.pragma('journal_mode = WAL')
  sql.pragma('synchronous = OFF')
  await migrate(sql, MIGRATIONS, () => Date.now())
  return createStore(sql, createSystemClock())
}

function documentId(n: number): string {
  return `${String(n).padStart(8, '0')}-0000-7000-8000-000000000000`
}

export function newDocument(n: number): NewDocument {
  const name = `Document ${n}.pdf`
  const file = { name, path: `/home/somebody/documents/${name}`, bytes: 1000 + n, modifiedMs: 1 }
  return { id: documentId(n), ...file, group: 'default', priority: 'normal' }
}

/** Brings the document to its end: completed, some with a gap, or failed in the graph phase. */
async function work(store: Store, n: number): Promise<void> {
  const [id, now] = [documentId(n), Date.now()]
  const size = n < 2 ? LARGE : SMALL
  const provider = await cut(store, n, size, TEXT)
  if (n >= ENDED) {
    const reason = new SluiceError('all_chunks_failed', 'expected facts, came none').info
    return store.failDocument(id, 'kg_ingest', reason, now)
  }
  await store.claimKgDocument(provider, id, now)
  for (const chunk of await store.pendingChunks(id, -1, size)) {
    const callIds = provider === 'anthropic' ? [await paidCall(store, id, chunk.id)] : []
    const lost = n % 50 === 3 && chunk.ordinal === 0
    const end: ChunkEnd = lost
      ? { state: 'failed', error: new SluiceError('model_refused', 'expected an answer, came a refusal').info }
      : { state: 'completed', writes: writesOf(n, chunk.ordinal), callIds, reused: false, droppedFacts: 0 }
    await store.finishChunk(chunk, end, provider, now)
  }
  await store.finishKgDocument(id, now)
}

/** Brings the document to where its chunks are known. Who is to read them. */
async function cut(store: Store, n: number, size: number, text: string): Promise<'anthropic' | 'offline'> {
  const [id, now] = [documentId(n), Date.now()]
  const provider = n % 2 === 0 ? 'anthropic' : 'offline'
  const ingestion = must(await store.claim('ingestion', id, now))
  await store.finishIngestion(ingestion, { sha256: `sha256 of ${n}`, bytes: 1000, provider }, now)
  const extraction = must(await store.claim('extraction', id, now))
  await store.savePages(extraction, { pages: size, title: 'A title' }, Array.from({ length: size }, page), true, now)
  const chunking = must(await store.claim('chunking', id, now))
  const chunks = Array.from({ length: size }, (_, ordinal) => newChunk(n, ordinal, text))
  await store.saveChunks(chunking, chunks, 'behind the last', true, now)
  return provider
}

function page(_: unknown, index: number): PageText {
  const number = index + 1
  return { number, label: String(number), state: 'text', text: 'Some words of the page. '.repeat(100), error: null }
}

function newChunk(n: number, ordinal: number, text: string): NewChunk {
  const spans = [{ page: ordinal + 1, start: 0, end: text.length }]
  const estimate = { estimatedInput: 1000, estimatedOutput: 500 }
  return {
    ordinal,
    sha256: `sha256 of ${n}, ${ordinal}`,
    text,
    spans,
    headings: ['A chapter'],
    occurrence: 0,
    ...estimate,
  }
}

async function paidCall(store: Store, id: string, chunkId: number): Promise<number> {
  const model = { model: 'claude-haiku-5-5', family: 'haiku-5' }
  const estimate = { input: 1000, output: 500, maxOutput: 4000 }
  const keys = { answerKey: `key ${chunkId}`, requestSha: `request ${chunkId}` }
  const call = { documentId: id, chunkId, ...model, ...keys, pass: 0, estimate, worstCost: 9000 }
  const callId = await store.markSent(call, Date.now())
  const usage = { input: 900, output: 300, cacheRead: 0, cacheWrite: 0 }
  const answer = { text: '{}'.repeat(500), stopReason: 'end_turn', usage, requestId: 'request', status: 200 } as const
  await store.recordAnswer(callId, { ...answer, limits: {} }, 2000, Date.now())
  return callId
}

/** The hub, two people and a place that other chunks name too, and one that none does. */
function writesOf(n: number, ordinal: number): WriteSet {
  const at = n * 7 + ordinal
  const others = [`Person ${at % 5000}`, `Place ${at % 300}`, `Thing ${n} ${ordinal}`]
  const entities = ['Hub', ...others].map((name) => {
    const text = {
      summary: `What is known of ${name}`,
      named: true,
      aliases: [`The ${name}`],
      keys: [name.toLowerCase()],
    }
    return { uuid: `entity of ${name}`, name, type: 'person' as const, ...text }
  })
  const relationships = others.map((name) => ({
    uuid: `fact of ${n}, ${ordinal} and ${name}`,
    sourceUuid: HUB,
    targetUuid: `entity of ${name}`,
    name: 'KNOWS',
    fact: `Hub knows ${name}, says document ${n}`,
    validAt: null,
    invalidAt: null,
    page: ordinal + 1,
    quote: `Hub and ${name}`,
  }))
  const episode = { uuid: `episode ${n}, ${ordinal}`, name: `Document ${n}.pdf - Chunk ${ordinal + 1}` }
  return { group: 'default', episode, entities, relationships }
}

export function must<T>(value: T | null): T {
  if (value === null) throw new Error('expected a job, came none')
  return value
}
