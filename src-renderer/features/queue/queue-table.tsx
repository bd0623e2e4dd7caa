import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, type Dispatch, type KeyboardEvent, type SetStateAction } from 'react'
import { useApp, type AppState } from '../../state/app-store.ts'
import type { Eta } from '../../state/eta.ts'
import type { Filter } from '../../state/filters.ts'
import { navigate } from '../../state/route.ts'
import { click, move, selectAll, toggle, NO_SELECTION, type Selection } from '../../state/selection.ts'
import { useCalm } from '../../state/use-calm.ts'
import { useNow } from '../../state/use-now.ts'
import { classNames } from '../../ui/class-names.ts'
import { ContextMenu } from '../../ui/menu.tsx'
import { FAILED_ROW_HEIGHT, HEAD_HEIGHT, ROW_HEIGHT } from './columns.ts'
import { FailedRowCells } from './failed-row.tsx'
import { QueueHead } from './queue-head.tsx'
import { QueueRowCells } from './queue-row.tsx'
import type { RowMenu } from './use-row-menu.tsx'

interface QueueTableProps {
  ids: readonly string[]
  filter: Filter
  ends: ReadonlyMap<string, Eta>
  selection: Selection
  onSelection: Dispatch<SetStateAction<Selection>>
  menu: RowMenu
}

/** The documents; only the rows in sight are drawn. One tab stop: arrows move in it, Space and Shift choose. */
export function QueueTable({ ids, filter, ends, selection, onSelection, menu }: QueueTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const failed = filter === 'failed'
  const height = failed ? FAILED_ROW_HEIGHT : ROW_HEIGHT
  const virtual = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => ids[index] ?? index,
    overscan: 6,
    // The head scrolls with the rows and sticks above them.
    scrollPaddingEnd: failed ? 0 : HEAD_HEIGHT,
  })
  useEffect(() => virtual.measure(), [virtual, height])

  const order = useApp((state) => state.order)
  const ranks = useMemo(() => new Map(order.map((id, rank) => [id, rank])), [order])
  const current = useApp((state) => state.progress?.current?.documentId)
  const reading = useCalm(selectReading)
  const now = useNow()

  const moveBy = (by: number, event: KeyboardEvent) => {
    const next = move(selection, ids, by, { shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey })
    onSelection(next)
    if (next.focus !== null) virtual.scrollToIndex(ids.indexOf(next.focus))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // The buttons within a row have keys of their own.
    if (event.target !== scroller.current) return
    const page = Math.max(1, Math.floor((scroller.current.clientHeight - HEAD_HEIGHT) / height))
    const keys: Record<string, () => void> = {
      ArrowDown: () => moveBy(1, event),
      ArrowUp: () => moveBy(-1, event),
      PageDown: () => moveBy(page, event),
      PageUp: () => moveBy(-page, event),
      Home: () => moveBy(-Infinity, event),
      End: () => moveBy(Infinity, event),
      ' ': () => selection.focus !== null && onSelection(toggle(selection, selection.focus)),
      Enter: () => selection.focus !== null && navigate({ screen: 'document', id: selection.focus }),
      Delete: () => selection.selected.size > 0 && menu.askToRemove(),
      Escape: () => onSelection(NO_SELECTION),
      ...((event.ctrlKey || event.metaKey) && { a: () => onSelection(selectAll(selection, ids)) }),
    }
    const act = keys[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }

  return (
    <ContextMenu groups={menu.groups}>
      <div
        ref={scroller}
        role="grid"
        tabIndex={0}
        aria-label="Documents"
        aria-rowcount={ids.length + 1}
        aria-multiselectable
        aria-activedescendant={selection.focus === null ? undefined : rowId(selection.focus)}
        onKeyDown={onKeyDown}
        className={classNames(
          'group min-h-0 grow overflow-x-hidden overflow-y-auto',
          selection.focus === null ? '-outline-offset-2' : 'outline-none',
        )}
      >
        <QueueHead hidden={failed} />
        <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start, key }) => {
            const id = ids[index]
            if (id === undefined) return null
            const selected = selection.selected.has(id)
            return (
              <div
                key={key}
                id={rowId(id)}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={selected}
                className={classNames(
                  'absolute inset-x-0 top-0 border-b border-line',
                  selected ? 'bg-selected' : id === current && !failed ? 'bg-surface' : 'hover:bg-hover',
                  id === selection.focus &&
                    'group-focus-visible:outline-2 group-focus-visible:-outline-offset-2 group-focus-visible:outline-focus',
                )}
                style={{ height, transform: `translateY(${start}px)` }}
                onClick={(event) => {
                  const keys = { shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey }
                  onSelection((before) => click(before, ids, id, keys))
                }}
                onDoubleClick={() => navigate({ screen: 'document', id })}
                onContextMenu={() => !selected && onSelection((before) => click(before, ids, id, {}))}
              >
                {failed ? (
                  <FailedRowCells id={id} />
                ) : (
                  <QueueRowCells id={id} ahead={ranks.get(id) ?? 0} reading={reading} eta={ends.get(id)} now={now} />
                )}
              </div>
            )
          })}
        </div>
      </div>
    </ContextMenu>
  )
}

const selectReading = ({ rows }: AppState): boolean =>
  [...rows.values()].some((row) => row.phases.extraction === 'processing')

const rowId = (id: string): string => `row-${id}`
