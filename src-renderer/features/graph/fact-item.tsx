import { href } from '../../state/route.ts'
import { formatCount, formatNumberOf } from '../../ui/format/numbers.ts'
import { Icon } from '../../ui/icon.tsx'
import { MiddleEllipsis } from '../../ui/middle-ellipsis.tsx'
import { placeHref } from '../document/place.ts'
import type { FactView, GraphFact } from './fact-view.ts'

type Evidence = GraphFact['evidence'][number]
const SHOWN = 2

/** A fact, its other end, how long it holds, and every page it stands on. */
export function FactItem({ view, name }: { view: FactView; name: string }) {
  const { fact, relation, other, outgoing, validity } = view
  const link = (
    <a href={href({ screen: 'graph', uuid: other.uuid })} className="font-strong text-accent">
      {other.name}
    </a>
  )
  const self = <span className="text-ink-2">{name}</span>
  return (
    <li className="border-b border-line py-2.5 last:border-b-0">
      <div className="flex flex-wrap items-baseline gap-x-1.5 text-12">
        {outgoing ? self : link}
        <span className="rounded-1 bg-accent-soft px-1 text-accent">{relation}</span>
        {outgoing ? link : self}
        {validity && <span className="ml-auto text-ink-3">holds {validity}</span>}
      </div>
      <p className="words mt-0.5 text-13 break-words">{fact.fact}</p>
      {fact.evidence.slice(0, SHOWN).map((evidence, index) => (
        <EvidenceLine key={index} evidence={evidence} />
      ))}
      {fact.evidence.length > SHOWN && (
        <details className="mt-1">
          <summary className="text-12 text-accent">{formatNumberOf(fact.evidence.length - SHOWN, 'more page')}</summary>
          {fact.evidence.slice(SHOWN).map((evidence, index) => (
            <EvidenceLine key={index} evidence={evidence} />
          ))}
        </details>
      )}
    </li>
  )
}

function EvidenceLine({ evidence: { documentId, document, page, quote } }: { evidence: Evidence }) {
  return (
    <a
      href={placeHref(documentId, { page, quote: quote || null })}
      className="mt-1 grid grid-cols-[16px_minmax(0,1fr)_auto] items-start gap-x-2 rounded-1 bg-sunken px-2 py-1 text-12 hover:bg-hover"
    >
      <span className="mt-px text-ink-3">
        <Icon name="file" size={14} />
      </span>
      <span className="min-w-0">
        <MiddleEllipsis name={document} className="text-ink-2" />
        {quote && <span className="words line-clamp-2 break-words text-ink-2 italic">“{quote}”</span>}
      </span>
      <span className="font-strong whitespace-nowrap text-accent">p. {formatCount(page)}</span>
    </a>
  )
}
