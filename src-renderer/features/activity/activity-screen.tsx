import { memo, useMemo, useState } from 'react'
import type { Activity } from '../../../src-shared/contract/events.ts'
import { useApp } from '../../state/app-store.ts'
import { href } from '../../state/route.ts'
import { useNow } from '../../state/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { Chips } from '../../ui/chips.tsx'
import { formatNumberOf } from '../../ui/format/numbers.ts'
import { sentence, withStop } from '../../ui/format/sentence.ts'
import { Mark, type MarkName } from '../../ui/mark.tsx'
import { EmptyNote, ErrorNote } from '../../ui/notes.tsx'
import { TitleLine } from '../../ui/title-line.tsx'
import { dayLabel, timeLabel } from './activity-times.ts'
import { ACTIVITY_FILTERS, byDay, type Tone, toneOf } from './feed.ts'
import { useFeed } from './use-feed.ts'

const MARKS: Record<Tone, MarkName | null> = {
  plain: null,
  done: 'completed',
  waiting: 'held',
  paused: 'paused',
  failed: 'failed',
}

/** What happened, newest first, as it happens. */
export default function ActivityScreen() {
  const [chosen, setChosen] = useState<string>('all')
  const filter = ACTIVITY_FILTERS.find(({ id }) => id === chosen) ?? ACTIVITY_FILTERS[0]
  const feed = useFeed(filter)
  const now = useNow(30_000)
  const days = useMemo(() => byDay(feed.activities), [feed.activities])
  return (
    <>
      <div className="border-b border-line">
        <TitleLine title="Activity" sum="newest first, as it happens">
          <Chips
            label="Which activity is shown"
            chips={ACTIVITY_FILTERS.map(({ id, label }) => ({ value: id as string, label }))}
            value={chosen}
            onChange={setChosen}
          />
        </TitleLine>
      </div>
      <section aria-label="Activity" tabIndex={0} className="min-h-0 grow overflow-y-auto outline-offset-[-2px]">
        {feed.error && (
          <div className="p-4">
            <ErrorNote error={feed.error} onRetry={feed.reload} />
          </div>
        )}
        {days.map((day) => (
          <section key={day.start} aria-label={dayLabel(day.start, now)}>
            <h2 className="sticky top-0 z-10 flex h-8 items-center gap-2 border-b border-line bg-bg px-5 font-head">
              {dayLabel(day.start, now)}
            </h2>
            <ul>
              {day.activities.map((activity) => (
                <Line key={activity.seq} activity={activity} />
              ))}
            </ul>
          </section>
        ))}
        {feed.activities.length === 0 && !feed.loading && !feed.error && (
          <EmptyNote
            icon="activity"
            title={filter.id === 'all' ? 'Nothing has happened yet' : 'Nothing of this kind yet'}
          >
            What Sluice does with your documents is written here, and stays.
          </EmptyNote>
        )}
        <div className="flex items-center gap-3 px-5 py-3 text-12 text-ink-3">
          {feed.older && (
            <Button size="small" onClick={feed.older}>
              Load older
            </Button>
          )}
          {feed.activities.length > 0 && (
            <span>
              {formatNumberOf(feed.activities.length, 'entry', 'entries')} shown
              {feed.older ? '' : ', the first of all at the end'}
            </span>
          )}
        </div>
      </section>
    </>
  )
}

/** Drawn once: a new activity leaves the hundreds below it as they are. */
const Line = memo(function Line({ activity }: { activity: Activity }) {
  const known = useApp((state) => activity.documentId !== null && state.rows.has(activity.documentId))
  const mark = MARKS[toneOf(activity.kind)]
  return (
    <li className="grid min-h-8 grid-cols-[62px_14px_minmax(0,1fr)_auto_140px] items-start gap-x-3 border-b border-line px-5 py-1.5">
      <time dateTime={new Date(activity.at).toISOString()} className="text-12 leading-5 text-ink-3 tabular-nums">
        {timeLabel(activity.at)}
      </time>
      <span className="mt-[3px]">{mark && <Mark name={mark} />}</span>
      <span className="words break-words">
        {activity.documentId === null ? sentence(activity.text) : withStop(activity.text)}
      </span>
      {known && activity.documentId !== null ? (
        <a
          href={href({ screen: 'document', id: activity.documentId })}
          className="text-12 leading-5 font-strong text-accent"
        >
          Open the report
        </a>
      ) : (
        <span />
      )}
      <code className="text-right text-11 leading-5 text-ink-3">{activity.kind}</code>
    </li>
  )
})
