import { href } from '../../state/route.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { formatNumberOf } from '../../ui/format/numbers.ts'
import { MiddleEllipsis } from '../../ui/middle-ellipsis.tsx'
import { lookOf } from './entity-types.ts'
import type { GraphEntity } from './fact-view.ts'
import { TypeGlyph } from './type-glyph.tsx'

interface EntityListProps {
  label: string
  entities: readonly GraphEntity[]
  open: string | null
  more: (() => void) | null
}

/** Entities, each a link to its facts. */
export function EntityList({ label, entities, open, more }: EntityListProps) {
  return (
    <>
      <ul aria-label={label}>
        {entities.map((entity) => (
          <li key={entity.uuid}>
            <a
              href={href({ screen: 'graph', uuid: entity.uuid })}
              aria-current={entity.uuid === open ? 'true' : undefined}
              className={classNames(
                'grid min-h-11 grid-cols-[14px_minmax(0,1fr)_auto] items-start gap-x-2.5 border-b border-line px-5 py-1.5 outline-offset-[-2px] hover:bg-hover',
                entity.uuid === open && 'bg-selected',
              )}
            >
              <span className="mt-[3px]">
                <TypeGlyph type={entity.type} />
              </span>
              <span className="min-w-0">
                <MiddleEllipsis name={entity.name} className={entity.uuid === open ? 'font-strong' : ''} />
                <span className="block truncate text-12 text-ink-3">
                  {lookOf(entity.type).label}
                  {entity.summary && ` · ${entity.summary}`}
                </span>
              </span>
              <span className="text-12 text-ink-3 tabular-nums">{formatNumberOf(entity.mentions, 'mention')}</span>
            </a>
          </li>
        ))}
      </ul>
      {more && (
        <div className="px-5 py-3">
          <Button size="small" onClick={more}>
            Show more
          </Button>
        </div>
      )}
    </>
  )
}
