import { useMemo, useState } from 'react'
import { navigate } from '../../state/route.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { formatCount, formatNumberOf } from '../../ui/format/numbers.ts'
import { ErrorNote } from '../../ui/notes.tsx'
import { lookOf } from './entity-types.ts'
import { FactItem } from './fact-item.tsx'
import { factViews, type GraphEntity, type GraphFact } from './fact-view.ts'
import { TypeGlyph } from './type-glyph.tsx'

/** Drawn at once; an entity may have thousands of facts. */
const FACTS_AT_ONCE = 50

/** One entity with all that is said of it. `changed`: the graph has grown. */
export function EntityPage({ uuid, changed }: { uuid: string; changed: unknown }) {
  const { data, error, loading } = useAnswer('graph.entity', { uuid }, changed)
  const close = () => navigate({ screen: 'graph', uuid: null })
  if (data === null || (loading && data.entity.uuid !== uuid)) {
    return error ? (
      <div className="p-4">
        <ErrorNote
          error={error}
          action={
            <Button size="small" onClick={close}>
              Close
            </Button>
          }
        />
      </div>
    ) : (
      <p role="status" className="p-5 text-ink-3">
        Loading…
      </p>
    )
  }
  return <Entity key={uuid} entity={data.entity} facts={data.facts} onClose={close} />
}

interface EntityProps {
  entity: GraphEntity
  facts: readonly GraphFact[]
  onClose: () => void
}

function Entity({ entity, facts, onClose }: EntityProps) {
  const [shown, setShown] = useState(FACTS_AT_ONCE)
  const views = useMemo(() => factViews(entity, facts), [entity, facts])
  const pages = new Set(facts.flatMap((fact) => fact.evidence.map(({ documentId, page }) => `${documentId}/${page}`)))
  return (
    <div className="px-5 pt-4 pb-6">
      <div className="flex items-start gap-2.5">
        <span className="mt-1">
          <TypeGlyph type={entity.type} size={18} />
        </span>
        <h2 className="grow text-18 font-head tracking-[-0.01em] break-words">{entity.name}</h2>
        <IconButton icon="cross" look="quiet" size="small" label="Close" onClick={onClose} />
      </div>
      <div className="mt-1 text-12 text-ink-3">
        {lookOf(entity.type).label} · {formatNumberOf(facts.length, 'fact')} on {formatNumberOf(pages.size, 'page')} ·{' '}
        {formatNumberOf(entity.mentions, 'mention')}
      </div>
      {entity.summary && <p className="mt-2 max-w-170 break-words">{entity.summary}</p>}
      {entity.aliases.length > 0 && (
        <p className="mt-1 text-12 break-words text-ink-2">Also: {entity.aliases.join(', ')}</p>
      )}
      <h3 className="mt-4 font-head">Facts</h3>
      {views.length === 0 ? (
        <p className="mt-1 text-12 text-ink-2">It is mentioned, but no fact was found about it.</p>
      ) : (
        <ul>
          {views.slice(0, shown).map((view) => (
            <FactItem key={view.fact.uuid} view={view} name={entity.name} />
          ))}
        </ul>
      )}
      {views.length > shown && (
        <Button size="small" className="mt-3" onClick={() => setShown(shown + FACTS_AT_ONCE)}>
          Show {formatCount(Math.min(FACTS_AT_ONCE, views.length - shown))} more of {formatCount(views.length)}
        </Button>
      )}
    </div>
  )
}
