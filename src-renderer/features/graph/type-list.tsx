import { classNames } from '../../ui/class-names.ts'
import { formatCount } from '../../ui/format/numbers.ts'
import { lookOf, typeCounts } from './entity-types.ts'
import { TypeGlyph } from './type-glyph.tsx'

interface TypeListProps {
  types: Readonly<Record<string, number>>
  /** Null: all of them. */
  chosen: string | null
  onChoose: (type: string | null) => void
}

/** How many entities there are of each type; one of them filters the list. */
export function TypeList({ types, chosen, onChoose }: TypeListProps) {
  const counts = typeCounts(types)
  const all = counts.reduce((sum, { count }) => sum + count, 0)
  return (
    <nav aria-label="Types">
      <h2 className="mb-1.5 font-head">Types</h2>
      <ul>
        <TypeLine label="All" count={all} pressed={chosen === null} onClick={() => onChoose(null)} />
        {counts.map(({ type, count }) => (
          <TypeLine
            key={type}
            type={type}
            label={lookOf(type).label}
            count={count}
            pressed={chosen === type}
            onClick={() => onChoose(chosen === type ? null : type)}
          />
        ))}
      </ul>
    </nav>
  )
}

interface TypeLineProps {
  type?: string
  label: string
  count: number
  pressed: boolean
  onClick: () => void
}

function TypeLine({ type, label, count, pressed, onClick }: TypeLineProps) {
  return (
    <li>
      <button
        type="button"
        aria-pressed={pressed}
        disabled={count === 0 && !pressed}
        onClick={onClick}
        className={classNames(
          '-ml-2 flex h-7 w-[calc(100%+16px)] items-center gap-2 rounded-2 px-2 text-left enabled:hover:bg-hover disabled:text-ink-3',
          pressed && 'bg-selected font-strong',
        )}
      >
        {type === undefined ? <span className="w-3.5" /> : <TypeGlyph type={type} />}
        <span className="grow truncate">{label}</span>
        <span className="text-12 font-text text-ink-3 tabular-nums">{formatCount(count)}</span>
      </button>
    </li>
  )
}
