import { useVirtualizer } from '@tanstack/react-virtual'
import { useId, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { estimateQuality, estimateQualityText } from '../../../src-shared/model/estimate-quality.ts'
import { Chips } from '../../ui/chips.tsx'
import { classNames } from '../../ui/class-names.ts'
import { EmptyNote } from '../../ui/notes.tsx'
import { Panel } from '../../ui/panel.tsx'
import { CHUNK_FILTERS, type ChunkFilter, countChunks, type DocumentDetail, filterChunks } from './chunk-rows.ts'
import { isEnded, spoiltText } from './document-words.ts'
import { CHUNK_COLUMNS, ChunkCells } from './chunk-cells.tsx'
import { openPlace } from './place.ts'

const ROW = 28
/** The head scrolls with the rows and sticks above them. */
const HEAD = 28
const COLUMNS =
  'grid grid-cols-[36px_62px_minmax(0,1fr)_64px_46px_84px_46px_72px_46px_66px_52px_142px] items-center gap-x-3 px-4 whitespace-nowrap'

const FILTER_LABELS: Record<ChunkFilter, string> = {
  all: 'All',
  gaps: 'With gaps',
  repaired: 'Repaired',
  reused: 'Reused',
  waiting: 'Waiting',
}

/** The token report, chunk by chunk. Arrow keys move, Enter opens the chunk beside its page. */
export function ChunkTable({ document }: { document: DocumentDetail }) {
  const [filter, setFilter] = useState<ChunkFilter>('all')
  const counts = useMemo(() => countChunks(document.chunkRows), [document.chunkRows])
  const paid = useMemo(() => paidText(document), [document])
  const rows = useMemo(() => filterChunks(document.chunkRows, filter), [document.chunkRows, filter])
  const chips = CHUNK_FILTERS.filter((value) => value === 'all' || value === filter || counts[value] > 0)
  return (
    <Panel aria-label="Chunks" className="mb-3 flex min-h-44 grow flex-col overflow-hidden">
      <div className="flex h-10 shrink-0 items-center gap-3 px-4">
        <h2 className="font-head">Chunks</h2>
        {counts.all > 0 && (
          <Chips
            label="Which chunks are shown"
            chips={chips.map((value) => ({ value, label: FILTER_LABELS[value], count: counts[value] }))}
            value={filter}
            onChange={setFilter}
          />
        )}
        <span className="grow truncate text-right text-12 text-ink-3">{paid}</span>
      </div>
      {counts.all > 0 ? (
        <Grid key={filter} id={document.id} asks={document.estimate !== null} rows={rows} />
      ) : (
        <NoChunks ended={isEnded(document.state)} />
      )}
    </Panel>
  )
}

function NoChunks({ ended }: { ended: boolean }) {
  if (ended) return <EmptyNote title="No chunks">The document ended before its first chunk was cut.</EmptyNote>
  return (
    <EmptyNote title="No chunks yet">
      They are cut while the pages are read, at headings, about 900 tokens each.
    </EmptyNote>
  )
}

/** What was paid for nothing, and how right the estimate was. */
function paidText(document: DocumentDetail): string {
  const quality = estimateQuality(document.chunkRows)
  const texts = [spoiltText(document), quality && `estimate ${estimateQualityText(quality)}`]
  return texts.filter((text) => text !== null).join(' · ')
}

function Grid({ id, asks, rows }: { id: string; asks: boolean; rows: DocumentDetail['chunkRows'] }) {
  const scroller = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(0)
  const rowId = useId()
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
    scrollPaddingEnd: HEAD,
  })
  const current = Math.min(active, rows.length - 1)

  function press(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? ROW) / ROW) - 1)
    const steps: Record<string, number> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + page,
      PageUp: current - page,
      Home: 0,
      End: rows.length - 1,
    }
    const next = steps[event.key]
    const chunk = rows[current]
    if (event.key === 'Enter' && chunk) openPlace(id, { chunk: chunk.ordinal })
    else if (next === undefined) return
    else {
      const index = Math.max(0, Math.min(rows.length - 1, next))
      setActive(index)
      virtual.scrollToIndex(index)
    }
    event.preventDefault()
  }
  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label="Chunks; Enter opens one beside its page"
      aria-rowcount={rows.length + 1}
      aria-activedescendant={rows.length > 0 ? `${rowId}-${current}` : undefined}
      onKeyDown={press}
      className={classNames('group min-h-0 overflow-auto outline-offset-[-2px]', rows.length > 0 && 'grow')}
    >
      <div
        role="row"
        aria-rowindex={1}
        className={classNames(COLUMNS, 'sticky top-0 z-10 h-7 border-y border-line bg-surface text-11 text-ink-3')}
      >
        {CHUNK_COLUMNS.map((column) => (
          <span
            key={column.id}
            role="columnheader"
            aria-label={column.name}
            className={column.number ? 'text-right' : ''}
          >
            {column.label}
          </span>
        ))}
      </div>
      <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const chunk = rows[item.index]
          if (!chunk) return null
          return (
            <div
              key={chunk.ordinal}
              id={`${rowId}-${item.index}`}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={item.index === current}
              onClick={() => openPlace(id, { chunk: chunk.ordinal })}
              className={classNames(
                COLUMNS,
                'absolute inset-x-0 border-b border-line tabular-nums hover:bg-hover',
                chunk.state === 'failed' && 'bg-selected',
                item.index === current &&
                  'group-focus-visible:bg-selected group-focus-visible:shadow-[inset_3px_0_0_var(--color-accent)]',
              )}
              style={{ height: ROW, top: item.start }}
            >
              <ChunkCells chunk={chunk} asks={asks} />
            </div>
          )
        })}
      </div>
    </div>
  )
}
