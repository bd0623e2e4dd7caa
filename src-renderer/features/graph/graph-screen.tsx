import { useState, type ReactNode } from 'react'
import { useApp } from '../../state/app-store.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { formatNumberOf } from '../../ui/format/numbers.ts'
import { EmptyNote, ErrorNote } from '../../ui/notes.tsx'
import { TitleLine } from '../../ui/title-line.tsx'
import { EntityList } from './entity-list.tsx'
import { EntityPage } from './entity-page.tsx'
import { lookOf } from './entity-types.ts'
import { SearchField } from './search-field.tsx'
import { TypeList } from './type-list.tsx'
import { useDebounced } from './use-debounced.ts'
import { useEntities } from './use-entities.ts'

const SEARCH_LIMIT = 50

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
          <TypeList types={counts?.types ?? {}} chosen={type} onChoose={setType} />
        </aside>
        <Scroller label="Entities">
          {stats.error && (
            <div className="p-4">
              <ErrorNote
                error={stats.error}
                action={
                  <Button size="small" onClick={stats.reload}>
                    Try again
                  </Button>
                }
              />
            </div>
          )}
          {query === '' ? (
            <Ranked type={type} open={uuid} grown={grown} empty={counts?.entities === 0} />
          ) : (
            <Found query={query} type={type} open={uuid} />
          )}
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

interface RankedProps {
  type: string | null
  open: string | null
  grown: string | null
  empty: boolean
}

function Ranked({ type, open, grown, empty }: RankedProps) {
  const { entities, error, loading, more, reload } = useEntities(type, grown)
  if (error && entities.length === 0) {
    return (
      <div className="p-4">
        <ErrorNote
          error={error}
          action={
            <Button size="small" onClick={reload}>
              Try again
            </Button>
          }
        />
      </div>
    )
  }
  if (empty) {
    return (
      <EmptyNote icon="graph" title="The graph is empty">
        Entities and facts appear here while documents are read: each leads to the page it came from.
      </EmptyNote>
    )
  }
  if (entities.length === 0) {
    return loading ? null : <EmptyNote title={`No ${lookOf(type ?? 'entity').label.toLowerCase()} yet`} />
  }
  return <EntityList label="Entities by mentions" entities={entities} open={open} more={more} />
}

function Found({ query, type, open }: { query: string; type: string | null; open: string | null }) {
  const { data, error, loading, reload } = useAnswer('graph.search', { query, limit: SEARCH_LIMIT })
  if (error) {
    return (
      <div className="p-4">
        <ErrorNote
          error={error}
          action={
            <Button size="small" onClick={reload}>
              Try again
            </Button>
          }
        />
      </div>
    )
  }
  const entities = (data?.entities ?? [])
    .filter((entity) => type === null || entity.type === type)
    .map((entity) => ({ ...entity, summary: foundIn(entity, query) ?? entity.summary }))
  return (
    <>
      <p role="status" className="px-5 py-2 text-12 text-ink-3">
        {loading
          ? 'Searching…'
          : `${entities.length === SEARCH_LIMIT ? 'the first ' : ''}${formatNumberOf(entities.length, 'entity', 'entities')} for “${query}”`}
      </p>
      {!loading && entities.length === 0 ? (
        <EmptyNote icon="search" title="Nothing found">
          Try another spelling, or a part of the name{type === null ? '' : ', or all types'}.
        </EmptyNote>
      ) : (
        <EntityList label="Entities found" entities={entities} open={open} more={null} />
      )}
    </>
  )
}

/** The fact that holds the words, where it is not the name that does. */
function foundIn({ name, facts }: { name: string; facts: readonly { fact: string }[] }, query: string): string | null {
  const holds = (text: string) => text.toLocaleLowerCase().includes(query.toLocaleLowerCase())
  return holds(name) ? null : (facts.find(({ fact }) => holds(fact))?.fact ?? null)
}
