import { useId } from 'react'
import type { TokenWindow } from '../../../src-shared/contract/events.ts'
import type { LimitRow } from '../../../src-shared/contract/schemas.ts'
import { formatCount, formatOf, formatPercent, formatShort } from '../../ui/format/numbers.ts'
import { toneText, type Tone } from '../../ui/tag.tsx'
import { classNames } from '../../ui/class-names.ts'
import { canalOf, HEIGHT, layout, levelY } from './channel-shape.ts'
import { DIMENSION_NAMES, holds } from './channel-text.ts'
import { useWidth } from './use-width.ts'

interface ChannelProps {
  limit: LimitRow
  window: TokenWindow
  history: readonly number[]
  /** How many values the history has once ten minutes have passed. */
  steps: number
  text: string
  tone: Tone
}

/** One dimension of the token window: its reading, and the water in canal and tank on one scale. */
export function Channel({ limit, window, history, steps, text, tone }: ChannelProps) {
  const [ref, width] = useWidth<HTMLDivElement>()
  const name = DIMENSION_NAMES[limit.dimension]
  const utilisation = `${formatPercent(limit.utilisationPct)} · peak ${formatPercent(limit.peakPct)}`
  return (
    <div className="relative min-w-0 not-first:before:absolute not-first:before:top-0.5 not-first:before:bottom-1 not-first:before:-left-4 not-first:before:w-px not-first:before:bg-line">
      <div className="flex h-6 items-baseline justify-between">
        <span className="font-strong">{name}</span>
        <span>
          <span className="text-18 font-head tracking-[-0.01em]">{formatCount(limit.used)}</span>{' '}
          <span className="text-12 text-ink-3">of {formatCount(limit.limit)}</span>
        </span>
      </div>
      <div className="mb-1.5 flex h-4 justify-between gap-2 text-12 whitespace-nowrap">
        <span className={classNames('truncate', tone === 'neutral' ? 'text-ink-3' : toneText(tone))}>{text}</span>
        <span className="text-ink-3">{utilisation}</span>
      </div>
      <div
        ref={ref}
        className="h-[120px]"
        role="meter"
        aria-label={name}
        aria-valuemin={0}
        aria-valuemax={limit.limit}
        aria-valuenow={Math.min(limit.used, limit.limit)}
        aria-valuetext={`${formatOf(limit.used, limit.limit)}, ${text}`}
      >
        {width > 0 && <Water width={width} limit={limit} window={window} history={history} steps={steps} />}
      </div>
    </div>
  )
}

const MOVE = { transition: 'y var(--motion-level) linear, height var(--motion-level) linear' }

function Water({ width, limit, window, history, steps }: Omit<ChannelProps, 'text' | 'tone'> & { width: number }) {
  const hatch = useId()
  const { canal, join, tank, gate } = layout(width)
  const now = limit.limit === 0 ? 0 : limit.used / limit.limit
  const settled = limit.limit === 0 ? 0 : (limit.used - limit.reserved) / limit.limit
  const allowed = limit.limit === 0 ? 0 : limit.allowed / limit.limit
  const water = canalOf(history, limit.limit, now, { from: canal, to: join, steps })
  const top = levelY(now)
  const settledTop = levelY(settled)
  return (
    <svg width={width} height={HEIGHT + 16} className="block overflow-visible" aria-hidden="true">
      <Hatch id={hatch} />
      {[0, 1, 2, 3, 4].map((i) => (
        <path key={i} d={`M${canal + ((join - canal) * i) / 4} ${HEIGHT}v3`} className="stroke-line-strong" />
      ))}
      {water !== null && (
        <>
          <path d={`${water.surface}L${join} ${HEIGHT}H${water.begin}Z`} className="fill-water-soft" />
          <path d={water.surface} fill="none" className="stroke-water-line" strokeWidth="1.5" strokeLinejoin="round" />
        </>
      )}
      <rect
        x={join}
        width={tank - join}
        className="fill-water-soft"
        style={{ y: top, height: HEIGHT - top, ...MOVE }}
      />
      <rect
        x={tank}
        width={gate - tank}
        className="fill-water"
        style={{ y: settledTop, height: HEIGHT - settledTop, ...MOVE }}
      />
      <rect
        x={tank}
        width={gate - tank}
        fill={`url(#${hatch})`}
        style={{ y: top, height: settledTop - top, ...MOVE }}
      />
      <rect x={join} width={gate - join} className="fill-water-line" style={{ y: top - 0.75, height: 1.5, ...MOVE }} />
      <path d={`M${canal} ${HEIGHT + 0.5}H${gate + 10}`} className="stroke-line-strong" />
      <path d={`M${canal} ${levelY(1)}H${gate}`} className="stroke-ink" strokeWidth="1.5" />
      <path d={`M${canal} ${levelY(allowed)}H${gate}`} className="stroke-ink-2" strokeDasharray="4 3" />
      <path d={`M${tank} 2V${HEIGHT}`} className="stroke-line-strong" strokeDasharray="1 3" />
      <Gate
        x={gate}
        state={window.gate === 'shut' && !holds(limit, window) ? 'open' : window.gate}
        depth={HEIGHT - top}
        right={width}
      />
      <g className="fill-ink-3 text-11" textAnchor="end">
        <text x={canal - 6} y={levelY(1) + 4}>
          {formatShort(limit.limit)}
        </text>
        <text x={canal - 6} y={Math.max(levelY(allowed), levelY(1) + 12) + 4}>
          {formatShort(limit.allowed)}
        </text>
        <text x={canal - 6} y={HEIGHT + 1}>
          0
        </text>
      </g>
      <g className="fill-ink-3 text-11">
        <text x={canal} y={HEIGHT + 14}>
          −10 min
        </text>
        <text x={(canal + join) / 2} y={HEIGHT + 14} textAnchor="middle">
          −5
        </text>
        <text x={(tank + gate) / 2} y={HEIGHT + 14} textAnchor="middle">
          {Math.round(window.windowMs / 1000)} s
        </text>
      </g>
    </svg>
  )
}

const GATES = {
  open: { fill: 'fill-ink-2', text: 'fill-ink-3', word: 'open' },
  shut: { fill: 'fill-ink-2', text: 'fill-ink', word: 'shut' },
  held: { fill: 'fill-waiting-line', text: 'fill-waiting', word: 'shut' },
  paused: { fill: 'fill-paused-line', text: 'fill-paused', word: 'shut' },
}

/** Up while calls go, with water running out below it; down while one waits, is held or paused. */
function Gate(props: { x: number; state: TokenWindow['gate']; depth: number; right: number }) {
  const { x, state, depth, right } = props
  const { fill, text, word } = GATES[state]
  const up = state === 'open'
  const out = Math.min(20, depth)
  return (
    <>
      <path d={`M${x + 2.5} 0V${HEIGHT}M${x + 11.5} 0V${HEIGHT}`} className="stroke-line-strong" />
      {up && out > 4 && (
        <path d={`M${x} ${HEIGHT}v${-out}h4c6 0 6 ${out - 5} 14 ${out - 4}v4Z`} className="fill-water" />
      )}
      <rect x={x + 3.5} width="7" rx="1" className={fill} style={{ y: HEIGHT - (up ? 62 : 38), height: 38, ...MOVE }} />
      <text x={right} y={HEIGHT + 14} textAnchor="end" className={`text-11 ${text}`}>
        {word}
      </text>
    </>
  )
}

/** The pattern of what is set aside for calls in flight. */
export function Hatch({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="5" height="5" className="fill-water-soft" />
        <rect width="2" height="5" className="fill-water" />
      </pattern>
    </defs>
  )
}
