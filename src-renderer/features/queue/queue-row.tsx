import { memo, type ReactNode } from 'react'
import type { QueueRow } from '../../../src-shared/contract/schemas.ts'
import { useApp } from '../../state/app-store.ts'
import type { Eta } from '../../state/eta.ts'
import { isEnded } from '../../state/rows.ts'
import { rowText } from '../../state/row-text.ts'
import { classNames } from '../../ui/class-names.ts'
import { formatBytes } from '../../ui/format/bytes.ts'
import { formatClock } from '../../ui/format/clock.ts'
import { formatIn } from '../../ui/format/durations.ts'
import { formatEstimate, formatMoney } from '../../ui/format/money.ts'
import { formatCount, formatOf } from '../../ui/format/numbers.ts'
import { Mark } from '../../ui/mark.tsx'
import { ProgressBar } from '../../ui/meter.tsx'
import { MiddleEllipsis } from '../../ui/middle-ellipsis.tsx'
import { toneText } from '../../ui/tag.tsx'
import { ADDED, COLUMNS, DOCUMENT } from './columns.ts'
import { PhaseBar } from './phase-bar.tsx'

interface QueueRowProps {
  id: string
  /** How many documents are before it in the queue. */
  ahead: number
  reading: boolean
  eta: Eta | undefined
  now: number
}

/** One document: where it is, what it does or waits for, when it ends, what it costs. */
export const QueueRowCells = memo(function QueueRowCells({ id, ahead, reading, eta, now }: QueueRowProps) {
  const row = useApp((state) => state.rows.get(id))
  const progress = useApp((state) => state.progress)
  const window = useApp((state) => state.window)
  const paused = useApp((state) => state.paused)
  if (row === undefined) return null
  const text = rowText(row, { progress, window, paused, reading, ahead, now })
  const held = progress?.waitReason?.kind === 'service'
  const ended = isEnded(row)
  return (
    <div className={`${COLUMNS} h-full`} role="presentation">
      <Cell className={classNames('text-right text-ink-3', ahead >= 9999 && 'text-11')}>
        {ended ? '' : formatCount(ahead + 1)}
      </Cell>
      <Cell className={`${DOCUMENT} flex min-w-0 items-start gap-2`}>
        <span className="mt-[3px]">
          <Mark name={text.mark} />
        </span>
        <div className="min-w-0 grow">
          <MiddleEllipsis name={row.name} className={text.mark === 'working' ? 'font-strong' : ''} />
          <div className="truncate pr-16 text-12 text-ink-3 min-[1600px]:pr-0">{about(row)}</div>
        </div>
      </Cell>
      <Cell
        className={`${ADDED} mb-1 self-end text-12 text-ink-3 min-[1600px]:mb-0 min-[1600px]:self-center min-[1600px]:text-13`}
      >
        <Added at={row.addedAt} now={now} />
      </Cell>
      <Cell className="text-right">{row.pages === null ? '' : formatCount(row.pages)}</Cell>
      <Cell>
        <PhaseBar row={row} held={held} />
      </Cell>
      <Cell>
        <Chunks row={row} />
      </Cell>
      <TwoLines
        main={<span className={text.tone === 'neutral' ? '' : toneText(text.tone)}>{text.main}</span>}
        title={text.whole ?? text.main}
        detail={text.detail}
      />
      <Ends eta={eta} now={now} />
      <Cost row={row} />
    </div>
  )
})

function Cell({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <div role="gridcell" className={className}>
      {children}
    </div>
  )
}

function TwoLines(props: { main: ReactNode; detail: string; title?: string; right?: boolean }) {
  return (
    <Cell className={classNames('min-w-0', props.right && 'text-right')}>
      <div className="truncate" title={props.title}>
        {props.main}
      </div>
      <div className="truncate text-12 text-ink-3">{props.detail || '\u00A0'}</div>
    </Cell>
  )
}

/** Size, and what is unusual about it. */
function about(row: QueueRow): string {
  const parts = [formatBytes(row.bytes)]
  if (row.priority !== 'normal') parts.push(`${row.priority} priority`)
  if (row.group !== 'default') parts.push(`group ${row.group}`)
  return parts.join(' · ')
}

/** The time of today, the day of another. */
function Added({ at, now }: { at: number; now: number }) {
  const clock = formatClock(at, { now })
  return <span title={`added ${clock}`}>{clock.split(',')[0]}</span>
}

function Chunks({ row }: { row: QueueRow }) {
  const { total, completed, failed, cancelled } = row.chunks
  if (total === 0) {
    return <span className="text-11 whitespace-nowrap text-ink-3">{isEnded(row) ? 'none' : 'not yet known'}</span>
  }
  const more = row.phases.chunking === 'completed' || isEnded(row) ? '' : ' +'
  return (
    <>
      <div className="truncate">
        {formatOf(completed, total)}
        {more}
      </div>
      <ProgressBar label="Chunks" done={completed + failed + cancelled} total={total} className="mt-[5px] w-full" />
    </>
  )
}

function Ends({ eta, now }: { eta: Eta | undefined; now: number }) {
  if (eta === undefined) return <Cell>{''}</Cell>
  const detail = eta.rough ? 'roughly' : formatIn(eta.ms)
  const clock = formatClock(now + eta.ms, { now })
  return <TwoLines right main={clock.split(',')[0]} title={clock} detail={detail} />
}

function Cost({ row }: { row: QueueRow }) {
  if (row.provider === 'offline' && row.costUsd === 0) return <TwoLines right main="free" detail="no model" />
  if (isEnded(row) || row.estimate === null) {
    return <TwoLines right main={row.costUsd > 0 || isEnded(row) ? formatMoney(row.costUsd) : ''} detail="" />
  }
  if (row.costUsd === 0) return <TwoLines right main={formatEstimate(row.estimate.costUsd)} detail="" />
  return <TwoLines right main={formatMoney(row.costUsd)} detail={`of ${formatEstimate(row.estimate.costUsd)}`} />
}
