import { useEffect, useMemo, useRef } from 'react'
import { classNames } from '../../ui/class-names.ts'
import { formatNumberOf } from '../../ui/format/numbers.ts'
import { type ChunkDetail, cutText } from './chunk-text.ts'
import { RemedyNote } from './remedy-note.tsx'

type Fact = ChunkDetail['facts'][number]

interface ChunkTextProps {
  chunk: ChunkDetail
  /** The sentence that is marked on the page. */
  quote: string | null
  onFact: (fact: Fact) => void
}

/** What was sent of the document, with the sentences that facts quote, and the facts. All of it is text, never markup. */
export function ChunkText({ chunk, quote, onFact }: ChunkTextProps) {
  const pieces = useMemo(() => cutText(chunk), [chunk])
  const selected = quote === null ? -1 : chunk.facts.findIndex((fact) => fact.quote === quote)
  const mark = useRef<HTMLElement>(null)
  useEffect(() => {
    mark.current?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  const firstMarked = pieces.findIndex((piece) => piece.facts.includes(selected))
  return (
    <div className="px-4 py-3">
      {chunk.error && (
        <div className="mb-3">
          <RemedyNote error={chunk.error} />
        </div>
      )}
      {chunk.headings.length > 0 && <div className="mb-2 text-12 text-ink-3">{chunk.headings.join(' › ')}</div>}
      <div className="words leading-[21px] break-words whitespace-pre-wrap">
        {pieces.map((piece, index) => (
          <Piece
            key={index}
            piece={piece}
            selected={piece.facts.includes(selected)}
            markRef={index === firstMarked ? mark : null}
            onClick={() => {
              const fact = chunk.facts[piece.facts[0] ?? -1]
              if (fact) onFact(fact)
            }}
          />
        ))}
      </div>
      {chunk.answer !== null && (
        <section className="mt-4" aria-label="What the model answered">
          <h3 className="mb-1 font-head">What the model answered</h3>
          <pre
            className="max-h-60 overflow-auto rounded-2 bg-sunken p-2 text-12 break-words whitespace-pre-wrap"
            tabIndex={0}
          >
            {chunk.answer || '(nothing)'}
          </pre>
        </section>
      )}
      <Facts facts={chunk.facts} selected={selected} onFact={onFact} />
    </div>
  )
}

interface PieceProps {
  piece: ReturnType<typeof cutText>[number]
  selected: boolean
  markRef: React.RefObject<HTMLElement | null> | null
  onClick: () => void
}

function Piece({ piece, selected, markRef, onClick }: PieceProps) {
  return (
    <>
      {piece.opensPage && piece.page !== null && (
        <span className="mr-1.5 inline-block rounded-1 bg-sunken px-1 text-11 text-ink-2 select-none">
          p. {piece.page}
        </span>
      )}
      {piece.facts.length === 0 ? (
        piece.text
      ) : (
        // The list below does the same by keyboard.
        <mark
          ref={markRef}
          aria-current={selected || undefined}
          onClick={onClick}
          className={classNames(
            'rounded-[2px]',
            selected
              ? 'bg-mark text-on-mark'
              : 'bg-transparent text-inherit underline decoration-water decoration-2 underline-offset-4 hover:bg-hover',
          )}
        >
          {piece.text}
        </mark>
      )}
    </>
  )
}

function Facts({
  facts,
  selected,
  onFact,
}: {
  facts: readonly Fact[]
  selected: number
  onFact: (fact: Fact) => void
}) {
  if (facts.length === 0) return null
  return (
    <section className="mt-4" aria-label="Facts of this chunk">
      <h3 className="mb-1 font-head">{formatNumberOf(facts.length, 'fact')}</h3>
      <ul>
        {facts.map((fact, index) => (
          <li key={index} className="border-t border-line">
            <button
              type="button"
              aria-pressed={index === selected}
              onClick={() => onFact(fact)}
              className={classNames(
                'w-full rounded-1 px-2 py-1.5 text-left',
                index === selected ? 'bg-selected' : 'hover:bg-hover',
              )}
            >
              <span className="flex flex-wrap items-baseline gap-x-1.5 text-12">
                <span>{fact.source}</span>
                <span className="font-strong text-accent">{fact.relation.replaceAll('_', ' ').toLowerCase()}</span>
                <span>{fact.target}</span>
                <span className="ml-auto text-ink-3">p. {fact.page}</span>
              </span>
              <span className="words block break-words">{fact.fact}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
