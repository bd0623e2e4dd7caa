import type { QueueRow } from '../../../src-shared/contract/schemas.ts'
import { PHASE_NAMES, PHASES } from '../../../src-shared/model/phase.ts'
import { phaseShares, type PhaseShare } from '../../state/phase-shares.ts'
import { formatPercent } from '../../ui/format/numbers.ts'

const TRACKS: Record<PhaseShare['look'], string> = {
  idle: 'bg-sunken shadow-[inset_0_0_0_1px_var(--color-line)]',
  active: 'bg-sunken shadow-[inset_0_0_0_1px_var(--color-line)]',
  held: 'bg-sunken shadow-[inset_0_0_0_1px_var(--color-waiting-line)]',
  failed: 'bg-failed-soft shadow-[inset_0_0_0_1.5px_var(--color-failed-line)]',
}

/** The way through the four phases; the one at work ends in a sharp line. */
export function PhaseBar({ row, held }: { row: QueueRow; held: boolean }) {
  const shares = phaseShares(row, held)
  const said = PHASES.map((phase, i) => {
    const part = shares[i]
    return `${PHASE_NAMES[phase]} ${part?.look === 'failed' ? 'failed' : formatPercent((part?.share ?? 0) * 100)}`
  })
  return (
    <div role="img" aria-label={said.join(', ')} className="grid grid-cols-4 gap-[3px]">
      {shares.map((part, i) => (
        <span key={PHASES[i]} className={`relative h-2 overflow-hidden rounded-[2px] ${TRACKS[part.look]}`}>
          {(part.share > 0 || part.look === 'active' || part.look === 'held') && <Fill part={part} />}
        </span>
      ))}
    </div>
  )
}

function Fill({ part }: { part: PhaseShare }) {
  const width = `max(${part.share * 100}%, ${part.look === 'idle' || part.look === 'failed' ? 0 : 2}px)`
  const look = part.look === 'held' ? 'held-water' : part.look === 'failed' ? 'bg-failed-line/40' : 'bg-water'
  return (
    <span
      className={`absolute inset-y-0 left-0 ${look} ${part.look === 'active' ? 'border-r-2 border-water-line' : ''}`}
      style={{ width }}
    />
  )
}
