import { useId, type ReactNode } from 'react'
import type { TokenWindow as Window } from '../../../src-shared/contract/events.ts'
import { useApp } from '../../state/app-store.ts'
import { useNow } from '../../state/use-now.ts'
import { historySteps } from '../../state/window-history.ts'
import { waitText } from '../../state/wait-text.ts'
import { formatDuration } from '../../ui/format/durations.ts'
import { formatCount, formatPercent } from '../../ui/format/numbers.ts'
import { Panel } from '../../ui/panel.tsx'
import { Channel, Hatch } from './channel.tsx'
import { channelText, DIMENSION_NAMES, LIMIT_SOURCES } from './channel-text.ts'

/** The sluice gauge: how much of the API's minute is used, what is allowed, and what holds the next call. */
export function TokenWindow() {
  const window = useApp((state) => state.window)
  const history = useApp((state) => state.history)
  const reason = useApp((state) => state.progress?.waitReason ?? null)
  const now = useNow()
  if (window === null || window.limits.length === 0) return null
  const heldBy = reason === null ? 'held' : waitText(reason, now)
  const said = window.limits.map((limit) => ({ limit, ...channelText(limit, window, heldBy, now) }))
  return (
    <Panel aria-label="Token window" className="mx-5 shrink-0 px-4 pt-3 pb-2.5">
      <Head window={window} />
      <div className="grid grid-cols-3 gap-x-8">
        {said.map(({ limit, text, tone }) => (
          <Channel
            key={`${limit.family} ${limit.dimension}`}
            limit={limit}
            window={window}
            history={history?.history[limit.dimension] ?? []}
            steps={history ? historySteps(history.stepMs, window) : 0}
            text={text}
            tone={tone}
          />
        ))}
      </div>
      <table className="sr-only">
        <caption>Token window as numbers</caption>
        <thead>
          <tr>
            {['Dimension', 'Used', 'Reserved', 'Allowed', 'Limit', 'Peak', 'State'].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {said.map(({ limit, text }) => (
            <tr key={limit.dimension}>
              <th scope="row">{DIMENSION_NAMES[limit.dimension]}</th>
              <td>{formatCount(limit.used)}</td>
              <td>{formatCount(limit.reserved)}</td>
              <td>{formatCount(limit.allowed)}</td>
              <td>{formatCount(limit.limit)}</td>
              <td>{formatPercent(limit.peakPct)}</td>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

function Head({ window }: { window: Window }) {
  const offline = useApp((state) => state.progress?.provider === 'offline')
  const flows = useApp((state) => state.progress?.state === 'running')
  const msPerChunk = useApp((state) => state.progress?.msPerChunk ?? null)
  const refused = useApp((state) => state.progress?.today.refused ?? 0)
  const paidTwice = useApp((state) => state.progress?.today.paidTwice ?? 0)
  const hatch = useId()
  const first = window.limits[0]
  const facts = [`rolling ${formatDuration(window.windowMs)}`]
  if (flows && msPerChunk !== null && msPerChunk > 0) facts.push(`${(60_000 / msPerChunk).toFixed(1)} chunks a minute`)
  facts.push(
    offline
      ? 'no calls: chunks are read on this computer'
      : `${formatCount(refused)} refused, ${formatCount(paidTwice)} paid twice today`,
  )
  return (
    <header className="mb-2.5 flex h-5 items-center gap-4 whitespace-nowrap">
      <h2 className="font-strong">Token window</h2>
      <span className="min-w-0 grow truncate text-12 text-ink-3">{facts.join(' · ')}</span>
      <Key text={first ? LIMIT_SOURCES[first.source] : 'limit'}>
        <path d="M0 5h18" className="stroke-ink" strokeWidth="1.5" />
      </Key>
      <Key text={first ? `allowed, ${formatPercent((first.allowed / first.limit) * 100)}` : 'allowed'}>
        <path d="M0 5h18" className="stroke-ink-2" strokeDasharray="4 3" />
      </Key>
      <Key text="settled" width={12}>
        <rect width="12" height="10" className="fill-water" />
      </Key>
      <Key text="reserved, in flight" width={12}>
        <Hatch id={hatch} />
        <rect width="12" height="10" fill={`url(#${hatch})`} />
      </Key>
    </header>
  )
}

function Key({ text, width = 18, children }: { text: string; width?: number; children: ReactNode }) {
  return (
    <span className="inline-flex shrink-0 items-center gap-1.5 text-11 text-ink-3">
      <svg width={width} height="10" aria-hidden="true">
        {children}
      </svg>
      {text}
    </span>
  )
}
