import type { ReactNode } from 'react'
import { useAnswer } from '../../state/use-answer.ts'
import { formatNumberOf } from '../../ui/format/numbers.ts'
import { EmptyNote, ErrorNote } from '../../ui/notes.tsx'
import { EntityList } from './entity-list.tsx'
import { lookOf } from './entity-types.ts'
import { useEntities, type Entities } from './use-entities.ts'

const SEARCH_LIMIT = 50

interface RankedProps {
  type: string | null
  open: string | null
  /** Another value asks anew. */
  grown: string | null
  /** The graph holds nothing at all. */
  empty: boolean
}

/** Entities by how often they are mentioned. */
export function RankedEntities({ type, open, grown, empty }: RankedProps) {
  const none = empty ? (
    <EmptyNote icon="graph" title="The graph is empty">
      Entities and facts appear here while documents are read: each leads to the page it came from.
    </EmptyNote>
  ) : (
    <EmptyNote title={`No ${lookOf(type ?? 'entity').label.toLowerCase()} yet`} />
  )
  return <Results {...useEntities(type, grown)} label="Entities by mentions" open={open} none={none} />
}

/** Entities whose name or facts hold the words. */
export function FoundEntities({ query, type, open }: { query: string; type: string | null; open: string | null }) {
  const { data, error, loading, reload } = useAnswer('graph.search', { query, limit: SEARCH_LIMIT })
  const all = data?.entities ?? []
  const entities = all
    .filter((entity) => type === null || entity.type === type)
    .map((entity) => ({ ...entity, summary: foundIn(entity, query) ?? entity.summary }))
  const count = `${formatNumberOf(entities.length, 'entity', 'entities')} for “${query}”`
  const none = (
    <EmptyNote icon="search" title="Nothing found">
      Try another spelling, or a part of the name{type === null ? '' : ', or all types'}.
    </EmptyNote>
  )
  const found = { entities, error, loading, reload, more: null }
  return (
    <>
      <p role="status" className="px-5 py-2 text-12 text-ink-3">
        {loading ? 'Searching…' : `${all.length === SEARCH_LIMIT ? 'the first ' : ''}${count}`}
      </p>
      <Results {...found} label="Entities found" open={open} none={none} />
    </>
  )
}

interface ResultsProps extends Entities {
  label: string
  open: string | null
  none: ReactNode
}

/** The list, or why there is none. An older list stays while a newer one cannot be had. */
function Results({ entities, error, loading, more, reload, label, open, none }: ResultsProps) {
  if (entities.length > 0) return <EntityList label={label} entities={entities} open={open} more={more} />
  if (error === null) return loading ? null : none
  return (
    <div className="p-4">
      <ErrorNote error={error} onRetry={reload} />
    </div>
  )
}

/** The fact that holds the words, where it is not the name that does. */
function foundIn({ name, facts }: { name: string; facts: readonly { fact: string }[] }, query: string): string | null {
  const holds = (text: string) => text.toLocaleLowerCase().includes(query.toLocaleLowerCase())
  return holds(name) ? null : (facts.find(({ fact }) => holds(fact))?.fact ?? null)
}
