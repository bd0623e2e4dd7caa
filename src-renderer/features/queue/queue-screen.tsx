import { useMemo, useState } from 'react'
import { useApp, type AppState } from '../../state/app-store.ts'
import { etas, type Eta } from '../../state/eta.ts'
import { filterRows, type Filter } from '../../state/filters.ts'
import { keepOnly, NO_SELECTION } from '../../state/selection.ts'
import { createSorter, useSort } from '../../state/sorting.ts'
import { useCalm } from '../../state/use-calm.ts'
import { EmptyNote } from '../../ui/notes.tsx'
import { TitleLine } from '../../ui/title-line.tsx'
import { TokenWindow } from '../window/token-window.tsx'
import { LettersView } from '../letters/letters-view.tsx'
import { EmptyQueue } from './empty-queue.tsx'
import { FilterLine } from './filter-line.tsx'
import { LaneBanner } from './lane-banner.tsx'
import { PaidNotice } from './paid-notice.tsx'
import { QueueTable } from './queue-table.tsx'
import { QueueTitle } from './queue-title.tsx'
import { RereadOffer } from './reread-offer.tsx'
import { Transfers } from './transfers.tsx'
import { useRowMenu } from './use-row-menu.tsx'

export default function QueueScreen() {
  const known = useApp((state) => state.progress !== null)
  const empty = useApp((state) => state.rows.size === 0 && state.transfers.length === 0)
  if (!known) return <TitleLine title="Queue" sum="connecting to the engine" />
  return empty ? <EmptyQueue /> : <FilledQueue />
}

function FilledQueue() {
  const rows = useApp((state) => state.rows)
  const order = useApp((state) => state.order)
  const [filter, setFilter] = useState<Filter>('all')
  const [name, setName] = useState('')
  const sort = useSort()
  const [sorted] = useState(createSorter)
  const ids = useMemo(
    () => filterRows({ rows, order: sorted({ rows, order }, sort) }, filter, name),
    [rows, order, sorted, sort, filter, name],
  )
  const [stored, setSelection] = useState(NO_SELECTION)
  const selection = useMemo(() => keepOnly(stored, ids), [stored, ids])
  const chosen = [...selection.selected].flatMap((id) => rows.get(id) ?? [])
  const menu = useRowMenu(chosen)
  const ends = useEnds()
  return (
    <>
      <QueueTitle ends={ends} />
      <LaneBanner />
      <PaidNotice />
      <RereadOffer />
      <Transfers />
      <TokenWindow />
      <FilterLine
        filter={filter}
        onFilter={(next) => {
          setFilter(next)
          // What cannot be seen must not be acted on.
          if (next === 'needs') setSelection(NO_SELECTION)
        }}
        name={name}
        onName={setName}
        chosen={chosen.length}
        menu={menu}
        onClear={() => setSelection(NO_SELECTION)}
      />
      {filter === 'needs' ? (
        <LettersView name={name} />
      ) : (
        <QueueTable
          ids={ids}
          filter={filter}
          ends={ends}
          selection={selection}
          onSelection={setSelection}
          menu={menu}
        />
      )}
      {ids.length === 0 && filter !== 'needs' && (
        <div className="grow">
          <EmptyNote
            title={name === '' ? 'No document is in this filter.' : `No document here has “${name}” in its name.`}
          />
        </div>
      )}
      {menu.dialog}
    </>
  )
}

function useEnds(): ReadonlyMap<string, Eta> {
  const state = useCalm(selectAll)
  return useMemo(() => etas(state, state.progress), [state])
}

const selectAll = (state: AppState): AppState => state
