import { useState, type ReactNode } from 'react'
import { useApp } from '../../state/app-store.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { classNames } from '../../ui/class-names.ts'
import { formatNumberOf } from '../../ui/format/numbers.ts'
import { ErrorNote } from '../../ui/notes.tsx'
import { TitleLine } from '../../ui/title-line.tsx'
import { EntityPage } from './entity-page.tsx'
import { FoundEntities, RankedEntities } from './entity-results.tsx'
import { SearchField } from './search-field.tsx'
import { TypeList } from './type-list.tsx'
import { useDebounced } from './use-debounced.ts'

/** The graph as lists: types, entities, and one entity with its facts. */
export default function GraphScreen({ uuid }: { uuid: string | null }) {
  const chunksLeft = useApp((state) => state.progress?.chunksLeft)
  const stats = useAnswer('graph.stats', {}, chunksLeft)
  const [type, setType] = useState<string | null>(null)
  const [typed, setTyped] = useState('')
  const query = useDebounced(typed.trim())
  const counts = stats.data
  const grown = counts && `${counts.entities}/${counts.relationships}`
  return (
    <>
      <div className="border-b border-line">
        <TitleLine
          title="Graph"
          sum={
            counts &&
            `${formatNumberOf(counts.entities, 'entity', 'entities')} · ${formatNumberOf(counts.relationships, 'fact')} · ${formatNumberOf(counts.episodes, 'chunk')} read`
          }
        >
          <SearchField value={typed} onChange={setTyped} />
        </TitleLine>
      </div>
      <div
        className={classNames(
          'grid min-h-0 grow grid-rows-[minmax(0,1fr)]',
          uuid === null ? 'grid-cols-[212px_minmax(0,1fr)]' : 'grid-cols-[212px_minmax(260px,2fr)_minmax(0,3fr)]',
        )}
      >
        <aside className="overflow-y-auto border-r border-line px-5 pt-4">
          {counts && <TypeList types={counts.types} chosen={type} onChoose={setType} />}
        </aside>
        <Scroller label="Entities">
          {stats.error && (
            <div className="p-4">
              <ErrorNote error={stats.error} onRetry={stats.reload} />
            </div>
          )}
          {counts && query === '' && (
            <RankedEntities type={type} open={uuid} grown={grown} empty={counts.entities === 0} />
          )}
          {counts && query !== '' && <FoundEntities query={query} type={type} open={uuid} />}
        </Scroller>
        {uuid !== null && (
          <Scroller label="The entity" className="border-l border-line bg-surface">
            <EntityPage uuid={uuid} changed={grown} />
          </Scroller>
        )}
      </div>
    </>
  )
}

function Scroller({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    <section
      aria-label={label}
      tabIndex={0}
      className={classNames('min-h-0 overflow-y-auto outline-offset-[-2px]', className)}
    >
      {children}
    </section>
  )
}
