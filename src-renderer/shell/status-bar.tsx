import type { ReactNode } from 'react'
import type { Progress } from '../../src-shared/contract/events.ts'
import { useApp } from '../state/app-store.ts'
import { useNow } from '../state/use-now.ts'
import { FINISHING, isPacing, waitText } from '../state/wait-text.ts'
import { classNames } from '../ui/class-names.ts'
import { formatClock } from '../ui/format/clock.ts'
import { formatEstimate, formatMoney } from '../ui/format/money.ts'
import { formatCount, formatPercent } from '../ui/format/numbers.ts'
import { Mark, type MarkName } from '../ui/mark.tsx'
import { Meter } from '../ui/meter.tsx'

const STATES: Record<Progress['state'], { mark: MarkName; word: string; tone: string }> = {
  running: { mark: 'working', word: 'Running', tone: 'text-ink' },
  waiting: { mark: 'held', word: 'Waiting', tone: 'text-waiting' },
  paused: { mark: 'paused', word: 'Paused', tone: 'text-paused' },
  idle: { mark: 'waiting', word: 'Idle', tone: 'text-ink' },
}

/** Everywhere: whether water flows, how much, what holds it, and what it costs. */
export function StatusBar() {
  const progress = useApp((state) => state.progress)
  return (
    <footer className="flex items-center overflow-hidden border-t border-line bg-sunken px-3 text-12 whitespace-nowrap text-ink-2 [grid-area:bar]">
      {progress === null ? <Item first>Connecting to the engine</Item> : <Facts progress={progress} />}
    </footer>
  )
}

function Facts({ progress }: { progress: Progress }) {
  const { today } = progress
  const finishing = useApp(({ paused }) => paused.finishing !== null)
  const held = progress.waitReason !== null && !isPacing(progress.waitReason)
  const state = progress.state === 'waiting' && !held ? STATES.running : STATES[progress.state]
  return (
    <>
      <Item first>
        <Mark name={state.mark} />
        {finishing ? (
          <b className="font-strong text-paused">{FINISHING}</b>
        ) : (
          <b className={classNames('font-strong', state.tone)}>{state.word}</b>
        )}
        {progress.provider === 'offline' && <span>offline, without a model</span>}
      </Item>
      <WaitFor progress={progress} />
      <Utilisation />
      <Item>
        <Strong>{formatCount(progress.documentsLeft)}</Strong> in queue
        {progress.documentsWorking > 0 && `, ${formatCount(progress.documentsWorking)} working`}
      </Item>
      <span className="grow" />
      <Item first>
        <Strong>{formatCount(today.refused)}</Strong> refused
      </Item>
      <Item>
        <Strong>{formatCount(today.paidTwice)}</Strong> paid twice
      </Item>
      {today.unknown > 0 && (
        <Item>
          <Strong>{formatCount(today.unknown)}</Strong> unknown
        </Item>
      )}
      <Item>
        Today <Strong>{formatMoney(today.costUsd)}</Strong>
      </Item>
      {progress.waitingCostUsd > 0 && (
        <Item>
          What waits <Strong>{formatEstimate(progress.waitingCostUsd)}</Strong>
        </Item>
      )}
    </>
  )
}

function WaitFor({ progress }: { progress: Progress }) {
  const now = useNow()
  const reason = progress.waitReason
  if (reason === null) return progress.state === 'idle' ? <Item>nothing to wait for</Item> : null
  if (reason.kind === 'paused') return null
  return isPacing(reason) ? (
    <Item>waits for {waitText(reason, now)}</Item>
  ) : (
    <Item>
      <b className="font-strong text-waiting">
        {waitText(reason, now)}, since {formatClock(reason.since, { now })}
      </b>
    </Item>
  )
}

const DIMENSIONS = { requests: 'request', input: 'input', output: 'output' }

/** The dimension that is nearest to its limit. */
function Utilisation() {
  const limits = useApp((state) => state.window?.limits)
  const tightest = limits?.toSorted((a, b) => b.utilisationPct - a.utilisationPct)[0]
  if (tightest === undefined) return <Item>limits not known yet: the first answer tells</Item>
  const allowed = tightest.allowed / tightest.limit
  const text = `of the ${DIMENSIONS[tightest.dimension]} limit, ${formatPercent(allowed * 100)} allowed`
  return (
    <Item gives>
      <Meter
        label="Token window"
        value={tightest.utilisationPct / 100}
        allowed={allowed}
        text={`${formatPercent(tightest.utilisationPct)} ${text}`}
      />
      <Strong>{formatPercent(tightest.utilisationPct)}</Strong> <span className="truncate">{text}</span>
    </Item>
  )
}

function Strong({ children }: { children: ReactNode }) {
  return <b className="font-strong text-ink">{children}</b>
}

/** `gives`: its end is cut where the bar is short of room. */
function Item(props: { first?: boolean; gives?: boolean; children: ReactNode }) {
  const { first = false, gives = false, children } = props
  return (
    <span
      className={classNames(
        'flex h-4 items-center gap-1.5 px-3',
        first ? 'pl-1' : 'border-l border-line',
        gives ? 'min-w-0' : 'shrink-0',
      )}
    >
      {children}
    </span>
  )
}
