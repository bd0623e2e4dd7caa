import { SluiceError } from '../../../src-shared/contract/errors.ts'
import type { Ingested, Job, NewChunk, PageStore } from '../ports.ts'
import { chunkPages, parseCheckpoint, type CutChunk } from '../intake/chunker.ts'
import type { ModelGates } from '../limiter/model-gates.ts'
import { Cancelled, type Cancellation } from '../resilience/cancellation.ts'
import { turn } from './turn.ts'
import type { PipelineContext } from './context.ts'
import type { PhaseWork } from './phase-runner.ts'

const MEGABYTE = 1_000_000
/** Pages that chunking takes at a time: few enough for a step of some milliseconds, more than running headers are judged over. */
const PAGES_AT_ONCE = 24

function goOn(context: PipelineContext, job: Job, cancellation: Cancellation): void {
  if (cancellation.cancelled || !context.pauses.allows(job.phase, job.document.id)) throw new Cancelled()
}

/** Ingestion: the bytes into the blob store, hashed on the way; what is known already goes no further. */
export function ingestion(context: PipelineContext): PhaseWork {
  return async (job) => {
    const ingested = await ingest(context, job)
    if (ingested.outcome === 'new') return
    await context.endDocument(job.document.id)
    context.touch(job.document.id)
    context.touch(ingested.documentId)
    if (ingested.outcome === 'revived') context.ports.logger.info('worked on again', { document: ingested.documentId })
  }
}

async function ingest(context: PipelineContext, job: Job): Promise<Ingested> {
  const { ports, bytes } = context
  const { name, sha256: before } = job.document
  const copy = await takeBytes(context, job.document)
  try {
    if (!startsLikePdf(copy.head)) {
      throw new SluiceError('not_a_pdf', `expected a PDF ("%PDF-" in the first kilobyte), came other bytes: ${name}`)
    }
    const found = { sha256: copy.sha256, bytes: copy.bytes, provider: await context.provider() }
    const ingested = await bytes.keep(copy, () => ports.store.finishIngestion(job, found, ports.clock.now()))
    // The file was changed between two tries.
    if (before !== null && before !== copy.sha256) await bytes.release(before)
    return ingested
  } finally {
    await copy.drop()
  }
}

/** From where the person keeps the file; where it is gone, as an uploaded one is, from the copy that was stored of it. */
async function takeBytes({ ports: { blobs }, settings }: PipelineContext, { path, sha256 }: Job['document']) {
  const maxBytes = settings().maxFileMegabytes * MEGABYTE
  try {
    return await blobs.take(path, maxBytes)
  } catch (thrown) {
    const isMissing = thrown instanceof SluiceError && thrown.code === 'file_missing'
    const stored = isMissing && sha256 !== null ? await blobs.pathOf(sha256) : null
    if (stored === null) throw thrown
    return blobs.take(stored, maxBytes)
  }
}

/** PDF readers accept the header anywhere in the first 1,024 bytes. Source: ISO 32000-1, annex H, note 13. */
function startsLikePdf(head: Uint8Array): boolean {
  return String.fromCharCode(...head.subarray(0, 1024)).includes('%PDF-')
}

/** Extraction: pages in order, kept as they come; a restart goes on at the first missing page. */
export function extraction(context: PipelineContext): PhaseWork {
  const { blobs, reader, store, clock } = context.ports
  return async (job, cancellation) => {
    const { sha256, id, name } = job.document
    const path = sha256 === null ? null : await blobs.pathOf(sha256)
    if (path === null)
      throw new SluiceError('blob_missing', `expected the stored copy of ${name}, found none that is whole`)
    const settings = context.settings()
    const session = await reader.open(path, {
      fromPage: await store.firstMissingPage(id),
      timeoutMs: settings.readerTimeoutSeconds * 1000,
      memoryMegabytes: settings.readerMemoryMegabytes,
    })
    // A page may take minutes; a stop or a cancel does not wait for it.
    const off = cancellation.onCancel(() => void session.close())
    try {
      for (;;) {
        goOn(context, job, cancellation)
        const pages = await session.next()
        const done = pages.length === 0
        const lost = await store.savePages(job, session.info, pages, done, clock.now())
        context.touch(id)
        context.changed.notify()
        await turn(clock)
        if (lost) throw new SluiceError(lost.code, lost.message)
        if (done) return
      }
    } finally {
      off()
      await session.close()
    }
  }
}

/** Chunking: cuts what has been read so far; parks when it has used up the pages. */
export function chunking(context: PipelineContext, gates: ModelGates): PhaseWork {
  const { store, clock } = context.ports
  return async (job, cancellation) => {
    let checkpoint = job.checkpoint === null ? null : parseCheckpoint(job.checkpoint)
    for (;;) {
      goOn(context, job, cancellation)
      const from = checkpoint?.page ?? 1
      const { pages, complete } = await store.pages(job.document.id, from, PAGES_AT_ONCE)
      const done = complete && pages.length < PAGES_AT_ONCE
      const cut = pages.length > 0 || done ? chunkPages({ checkpoint, pages, complete: done }) : null
      if (!cut?.checkpoint) return park(context, job, from, { pages, complete })
      checkpoint = cut.checkpoint
      if (done && checkpoint.ordinal === 0) {
        throw new SluiceError('pdf_no_text', `expected text, came ${job.document.name} with none but page headers`)
      }
      const chunks = await Promise.all(cut.chunks.map((chunk) => withEstimate(context, gates, chunk)))
      await store.saveChunks(job, chunks, JSON.stringify(checkpoint), done, clock.now())
      context.touch(job.document.id)
      context.changed.notify()
      await turn(clock)
      if (done) return
    }
  }
}

async function withEstimate(context: PipelineContext, gates: ModelGates, chunk: CutChunk): Promise<NewChunk> {
  // Also where the finder reads: a model may be asked to read it again, at a price that is to be known before.
  const estimate = await gates.chunkEstimate(chunk.text.length)
  return {
    ...chunk,
    sha256: context.ports.hash.sha256(chunk.text),
    estimatedInput: estimate.input,
    estimatedOutput: estimate.output,
  }
}

/** Pages saved between looking and parking would wake nobody, so it looks again. */
async function park(
  context: PipelineContext,
  job: Job,
  from: number,
  seen: Awaited<ReturnType<PageStore['pages']>>,
): Promise<void> {
  const { store } = context.ports
  await store.parkJob(job)
  const now = await store.pages(job.document.id, from, PAGES_AT_ONCE)
  if (now.complete !== seen.complete || now.pages.length !== seen.pages.length) await store.releaseJob(job)
}
