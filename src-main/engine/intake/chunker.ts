import { z } from 'zod'
import type { PageText } from '../ports/reader.ts'
import type { NewChunk } from '../ports/store/chunks.ts'
import type { Block } from './blocks.ts'
import { block, joinOverPageBreak, pageBlocks } from './blocks.ts'
import { LOOK_AHEAD, nextBorder, TARGET } from './borders.ts'
import { JUDGED_PAGES, judgeRunningLines, withoutRunningLines } from './running-lines.ts'
import type { Stretch } from './stretch.ts'
import { blocksFrom, layOut, spansOf } from './stretch.ts'
import { longHash } from './text-hash.ts'

/** A chunk as it is cut; the caller adds its hash and its estimates. */
export type CutChunk = Omit<NewChunk, 'sha256' | 'estimatedInput' | 'estimatedOutput'>

const LEVELS = 6
/** Longer headings are cut where they stand above other chunks. */
const HEADING_LENGTH = 200

const chunkCheckpoint = z.object({
  /** First page that is not taken in yet: feed from here on. */
  page: z.number(),
  runningLines: z.array(z.string()),
  /** Text taken in but not in a chunk yet; a few thousand tokens at most between two calls. */
  pending: z.array(block),
  /** Whether the last pending block may go on over the page break: not when a page between them is lost. */
  open: z.boolean(),
  ordinal: z.number(),
  /** The heading of each level above the next chunk, null where there is none. */
  path: z.array(z.string().nullable()),
  since: z.array(z.number()),
  /** How often each chunk text has come, by its hash. */
  seen: z.record(z.string(), z.number()),
})
/** All that chunking must remember between two calls: plain JSON, complete in itself. */
export type ChunkCheckpoint = z.output<typeof chunkCheckpoint>

/** Reads a stored checkpoint (`JSON.stringify` wrote it). Throws a ZodError on anything else. */
export function parseCheckpoint(json: string): ChunkCheckpoint {
  return chunkCheckpoint.parse(JSON.parse(json))
}

interface ChunkInput {
  /** Null at the start of a document. */
  checkpoint: ChunkCheckpoint | null
  /** The next pages, from `checkpoint.page` (or 1) on, in order; 32 are about 8 ms of work. */
  pages: PageText[]
  /** No page comes after these. */
  complete: boolean
}

/**
 * Takes in the next pages and gives the chunks that can no longer change, with the checkpoint to go on from. However
 * the pages are portioned, the chunks are the same. The checkpoint stays null (and nothing is taken in) until the first
 * 20 pages or the complete document are there, since running headers are judged over them: feed again from page 1.
 * A complete document leaves nothing pending. Chunks hold 300 to 1,400 tokens (see `estimateTokens`), except
 * the only chunk of a shorter document; joined, they are the document's text without its running lines.
 */
export function chunkPages(input: ChunkInput): { chunks: CutChunk[]; checkpoint: ChunkCheckpoint | null } {
  const { pages, complete } = input
  if (input.checkpoint === null && pages.length < JUDGED_PAGES && !complete) return { chunks: [], checkpoint: null }
  let state = input.checkpoint ?? startOf(pages)
  // one copy a call, not one a chunk: it grows with the document
  state = { ...state, seen: { ...state.seen } }
  for (const page of pages) state = takeIn(state, page)
  const chunks: CutChunk[] = []
  for (;;) {
    const settled = complete ? state.pending : state.pending.slice(0, -1)
    const stretch = layOut(settled, LOOK_AHEAD)
    const allOfIt = complete && stretch.blocks.length === settled.length
    const border = nextBorder(stretch, state.since, allOfIt)
    if (border === null) return { chunks, checkpoint: state }
    const text = stretch.text.slice(0, stretch.endBefore(border))
    const hash = longHash(text)
    const occurrence = state.seen[hash] ?? 0
    state.seen[hash] = occurrence + 1
    const { ordinal } = state
    chunks.push({
      ordinal,
      text,
      spans: spansOf(stretch, text.length),
      headings: headingsAbove(state, stretch),
      occurrence,
    })
    const rest = [...blocksFrom(stretch, border), ...state.pending.slice(stretch.blocks.length)]
    state = goOn(state, stretch, border, rest)
  }
}

function startOf(pages: PageText[]): ChunkCheckpoint {
  return {
    page: pages[0]?.number ?? 1,
    runningLines: judgeRunningLines(pages),
    pending: [],
    open: false,
    ordinal: 0,
    path: Array<null>(LEVELS).fill(null),
    since: Array<number>(LEVELS).fill(0),
    seen: {},
  }
}

function takeIn(state: ChunkCheckpoint, page: PageText): ChunkCheckpoint {
  const blocks = withoutRunningLines(pageBlocks(page.number, page.text), state.runningLines)
  const next = { ...state, page: page.number + 1 }
  const [first, ...others] = blocks
  if (first === undefined) return page.state === 'failed' ? { ...next, open: false } : next
  const last = state.pending.at(-1)
  const joined = last && state.open ? joinOverPageBreak(last, first) : null
  const pending = joined ? [...state.pending.slice(0, -1), joined, ...others] : [...state.pending, ...blocks]
  return { ...next, pending, open: true }
}

/** The headings that stand above a stretch; one that it begins with is part of it. */
function headingsAbove({ path }: ChunkCheckpoint, { blocks }: Stretch): string[] {
  const opening = blocks[0]?.level ?? 0
  const above = opening > 0 ? path.slice(0, opening - 1) : path
  return above.filter((heading) => heading !== null)
}

/** The state behind a chunk: the headings it held now stand above what follows. */
function goOn(state: ChunkCheckpoint, stretch: Stretch, border: number, pending: Block[]): ChunkCheckpoint {
  const path = [...state.path]
  const since = state.since.map((distance) => Math.min(TARGET, distance + stretch.weight(0, border)))
  for (const { level, start, text: heading } of stretch.blocks) {
    if (level === 0 || start >= border) continue
    path.fill(null, level - 1)
    path[level - 1] = heading.slice(0, HEADING_LENGTH)
    since.fill(Math.min(TARGET, stretch.weight(start, border)), level - 1)
  }
  return { ...state, pending, ordinal: state.ordinal + 1, path, since }
}
