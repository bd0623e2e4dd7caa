import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { useAnswer } from '../../state/use-answer.ts'
import { IconButton } from '../../ui/button.tsx'
import { formatCount, formatNumberOf } from '../../ui/format/numbers.ts'
import { formatPages } from '../../ui/format/pages.ts'
import { EmptyNote, ErrorNote } from '../../ui/notes.tsx'
import { Panel } from '../../ui/panel.tsx'
import type { DocumentDetail } from './chunk-rows.ts'
import { resultText } from './chunk-cells.tsx'
import { ChunkText } from './chunk-text-view.tsx'
import type { CountedPage } from './coverage.ts'
import { PAGE_STATE_WORDS } from './document-words.ts'
import { LostChunkActions } from './lost-chunk-actions.tsx'
import { type Place, replacePlace } from './place.ts'
import { findQuote } from './quote.ts'
import { chunksOfPlace, neighbour, shownPage } from './shown-place.ts'
import { useReaderKeys } from './use-reader-keys.ts'

const PageView = lazy(() => import('./page-view.tsx'))

interface ReaderProps {
  document: DocumentDetail
  pages: readonly CountedPage[]
  place: Place
}

/** The text of a chunk with its facts, beside the page it was read from. */
export function Reader({ document, pages, place }: ReaderProps) {
  const page = shownPage(document, place)
  const last = document.pages ?? Math.max(page, pages.length)
  const [chunk, detail] = useChunkOfPlace(document, { ...place, page: place.page ?? page })
  const go = (next: Partial<Place>) => replacePlace(document.id, { chunk: chunk?.ordinal ?? null, ...next })
  const toPage = (next: number) => next >= 1 && next <= last && go({ page: next })
  const toChunk = (step: 1 | -1) => {
    const next = chunk && neighbour(document, chunk.ordinal, step)
    if (next) go({ chunk: next.ordinal, page: next.pages[0] ?? page })
  }
  useReaderKeys(document.id, { page: (step) => toPage(page + step), chunk: toChunk })

  const facts = detail.data?.facts
  const quotes = useMemo(() => {
    const sentences = new Set((facts ?? []).filter((fact) => fact.page === page).map((fact) => fact.quote))
    if (place.quote !== null) sentences.add(place.quote)
    return [...sentences].filter(Boolean)
  }, [facts, page, place.quote])
  const counted = pages[page - 1]
  return (
    <div className="mb-3 grid min-h-80 grow grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)] grid-rows-[minmax(0,1fr)] gap-3">
      <Panel aria-label="The text of the chunk" className="flex min-h-0 flex-col overflow-hidden">
        <Bar
          title={
            chunk ? `Chunk ${formatCount(chunk.ordinal + 1)} of ${formatCount(document.chunkRows.length)}` : 'No chunk'
          }
          detail={
            chunk
              ? // Why it was lost stands below, and its buttons need the room.
                `${chunk.pages.length === 1 ? 'page' : 'pages'} ${formatPages(chunk.pages)}${chunk.state === 'failed' ? '' : ` · ${resultText(chunk)}`}`
              : ''
          }
        >
          {chunk && <LostChunkActions document={document} chunk={chunk} />}
          <IconButton
            size="small"
            icon="left"
            label="Chunk before (Shift ←)"
            disabled={!chunk || !neighbour(document, chunk.ordinal, -1)}
            onClick={() => toChunk(-1)}
          />
          <IconButton
            size="small"
            icon="right"
            label="Next chunk (Shift →)"
            disabled={!chunk || !neighbour(document, chunk.ordinal, 1)}
            onClick={() => toChunk(1)}
          />
        </Bar>
        <div
          className="min-h-0 grow overflow-y-auto"
          tabIndex={0}
          role="region"
          aria-label="Text and facts, a region that scrolls"
        >
          {detail.error && (
            <div className="p-4">
              <ErrorNote error={detail.error} />
            </div>
          )}
          {chunk && detail.data && detail.data.ordinal === chunk.ordinal && (
            <ChunkText
              chunk={detail.data}
              quote={place.quote}
              onFact={(fact) => go({ page: fact.page, quote: fact.quote })}
            />
          )}
          {!chunk && <NoChunk counted={counted} />}
        </div>
      </Panel>
      <Panel aria-label="The page" className="flex min-h-0 flex-col overflow-hidden">
        <Bar title={`Page ${formatCount(page)} of ${formatCount(last)}`} detail={counted ? pageDetail(counted) : ''}>
          <IconButton
            size="small"
            icon="left"
            label="Page before (←)"
            disabled={page <= 1}
            onClick={() => toPage(page - 1)}
          />
          <IconButton
            size="small"
            icon="right"
            label="Next page (→)"
            disabled={page >= last}
            onClick={() => toPage(page + 1)}
          />
        </Bar>
        <Suspense fallback={<p className="p-4 text-12 text-ink-3">Loading the page reader…</p>}>
          <PageView
            document={document}
            page={page}
            quotes={quotes}
            marked={place.quote}
            onQuote={(quote) => go({ page, quote })}
          />
        </Suspense>
      </Panel>
    </div>
  )
}

function Bar({ title, detail, children }: { title: string; detail: string; children: React.ReactNode }) {
  return (
    <div className="flex h-10 shrink-0 items-center gap-2 border-b border-line px-4">
      <h2 className="shrink-0 font-head">{title}</h2>
      <span className="grow truncate text-12 text-ink-3" title={detail}>
        {detail}
      </span>
      {children}
    </div>
  )
}

function pageDetail(page: CountedPage): string {
  const label = page.label === '' || page.label === String(page.number) ? '' : `printed as ${page.label} · `
  return `${label}${PAGE_STATE_WORDS[page.state]} · ${formatNumberOf(page.facts, 'fact')}`
}

function NoChunk({ counted }: { counted: CountedPage | undefined }) {
  const reasons: Record<CountedPage['state'], string> = {
    empty: 'The page is empty.',
    scanned: 'The page is a picture without text.',
    failed: 'The page could not be read; the gaps of the report say why.',
    text: 'Its text is not cut into chunks yet, or repeats on every page.',
    recognised: 'Its text is not cut into chunks yet, or repeats on every page.',
  }
  return (
    <EmptyNote icon="file" title="No chunk comes from this page">
      {counted ? reasons[counted.state] : 'It is not counted yet.'}
    </EmptyNote>
  )
}

/** The chunk of the place. Where a page belongs to several, the one whose text holds the quote. */
function useChunkOfPlace(document: DocumentDetail, place: Place) {
  const candidates = chunksOfPlace(document, place)
  const placeKey = `${place.chunk}/${place.page}/${place.quote}`
  const [tried, setTried] = useState({ placeKey, count: 0 })
  const count = tried.placeKey === placeKey ? tried.count : 0
  const chunk = candidates[Math.min(count, candidates.length - 1)] ?? null
  const input = chunk && { document: document.id, ordinal: chunk.ordinal }
  const detail = useAnswer('document.chunk', input, chunk && `${chunk.state}/${chunk.facts}`)
  const text = detail.data?.ordinal === chunk?.ordinal ? detail.data?.text : undefined
  const misses = place.quote !== null && text !== undefined && findQuote(text, place.quote) === null
  useEffect(() => {
    if (misses && count + 1 < candidates.length) setTried({ placeKey, count: count + 1 })
  }, [misses, count, candidates.length, placeKey])
  return [chunk, detail] as const
}
