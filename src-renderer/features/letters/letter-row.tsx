import type { Letter } from '../../../src-shared/contract/schemas.ts'
import { remedyLink } from '../../state/remedies.ts'
import { href } from '../../state/route.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { sentence } from '../../ui/format/sentence.ts'
import { Mark, type MarkName } from '../../ui/mark.tsx'
import { MiddleEllipsis } from '../../ui/middle-ellipsis.tsx'
import { priceText } from '../document/document-words.ts'
import { callsText, letterName, letterPlace, paidText } from './letter-words.ts'

export const LETTER_COLUMNS =
  'grid grid-cols-[14px_minmax(0,224px)_minmax(0,1fr)_64px_282px] min-[1600px]:grid-cols-[14px_minmax(0,480px)_minmax(0,1fr)_80px_282px] items-center gap-x-3 px-5'

interface LetterCellsProps {
  letter: Letter
  now: number
  onRead: () => void
  onRetry: () => void
  onDiscard: () => void
}

/** One dead letter: what it is, why and since when, what it cost, and the buttons that end it. */
export function LetterCells({ letter, now, onRead, onRetry, onDiscard }: LetterCellsProps) {
  const whole = letter.kind === 'document'
  return (
    <>
      <div role="gridcell">
        <Mark {...markOf(letter)} />
      </div>
      <div role="gridcell" className="min-w-0">
        <MiddleEllipsis name={letter.name} className="font-strong" />
        <div className="truncate text-12 text-ink-3">{letterPlace(letter, now)}</div>
      </div>
      <Reason letter={letter} />
      <div role="gridcell" className="text-right tabular-nums" title={paidText(letter)}>
        <div>{formatMoney(letter.costUsd)}</div>
        <div className="truncate text-12 text-ink-3">{callsText(letter)}</div>
      </div>
      <div
        role="gridcell"
        className={classNames(
          'grid items-center justify-items-end gap-1',
          letter.discarded ? 'grid-cols-[58px_220px]' : 'grid-cols-[58px_148px_68px]',
        )}
      >
        <Button size="small" look="quiet" onClick={onRead}>
          {whole ? 'Report' : 'Read'}
        </Button>
        <Button size="small" icon="retry" onClick={onRetry}>
          Retry{priceText(letter.estimate?.costUsd ?? null)}
        </Button>
        {!letter.discarded && (
          <Button size="small" look="quiet" onClick={onDiscard} title={`Want nothing more of ${letterName(letter)}`}>
            Discard
          </Button>
        )}
      </div>
    </>
  )
}

/** Amber is for what needs a person. */
function markOf({ kind, discarded }: Letter): { name: MarkName; label: string } {
  if (discarded) return { name: 'cancelled', label: 'discarded' }
  return kind === 'document' ? { name: 'failed', label: 'failed' } : { name: 'gap', label: 'lost' }
}

function Reason({ letter: { error } }: { letter: Letter }) {
  const link = remedyLink(error.code)
  return (
    <div role="gridcell" className="min-w-0">
      <div className="flex items-baseline gap-2">
        <span className="truncate" title={sentence(error.message)}>
          {sentence(error.message)}
        </span>
        <code className="shrink-0 text-12 text-ink-3">{error.code}</code>
      </div>
      <div className="flex gap-1.5 text-12 text-ink-2">
        <span className="truncate" title={error.remedy}>
          {error.remedy}
        </span>
        {link && (
          <a href={href(link.route)} className="shrink-0 font-strong text-accent">
            {link.label}
          </a>
        )}
      </div>
    </div>
  )
}
