import { useApp } from '../../state/app-store.ts'
import { useClient } from '../../state/client-context.ts'
import { remedyLink } from '../../state/remedies.ts'
import { navigate } from '../../state/route.ts'
import { useRun } from '../../state/use-run.ts'
import { useNow } from '../../state/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { formatClock } from '../../ui/format/clock.ts'
import { formatCountdown } from '../../ui/format/durations.ts'
import { Banner } from './banner.tsx'
import { laneTitle } from './lane-titles.ts'

/** The lane is held by something outside: what, since when, what to do. No document fails for it. */
export function LaneBanner() {
  const reason = useApp((state) => state.progress?.waitReason ?? null)
  const client = useClient()
  const run = useRun()
  const now = useNow()
  if (reason === null || reason.kind !== 'service') return null
  const { error } = reason
  const known = error === null ? undefined : laneTitle(error.code)
  const link = error === null ? null : remedyLink(error.code)
  const next =
    reason.until !== null && reason.until > now
      ? `next try in ${formatCountdown(reason.until - now)}`
      : reason.needsPerson
        ? 'not tried again before you change something or press Try now'
        : 'tried again by itself'
  return (
    <Banner
      alert
      look="waiting"
      icon={known?.icon ?? 'warning'}
      title={known?.title ?? `Calls wait: ${reason.text}.`}
      small={
        <>
          since {formatClock(reason.since, { now })} · {next}
          {error !== null && (
            <>
              {' · '}
              <code>{error.code}</code>: {error.message}
            </>
          )}
        </>
      }
      actions={
        <>
          <Button onClick={() => run(async () => client.call('queue.resume', { phase: 'kg_ingest' }))}>Try now</Button>
          {link !== null && (
            <Button look="primary" onClick={() => navigate(link.route)}>
              {link.label}
            </Button>
          )}
        </>
      }
    >
      No document fails for this and nothing is lost. {error?.remedy}
    </Banner>
  )
}
