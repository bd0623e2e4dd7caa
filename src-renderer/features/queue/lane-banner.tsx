import type { ErrorCode } from '../../../src-shared/contract/errors.ts'
import { useApp } from '../../state/app-store.ts'
import { useClient } from '../../state/client-context.ts'
import { remedyLink } from '../../state/remedies.ts'
import { navigate } from '../../state/route.ts'
import { useRun } from '../../state/use-run.ts'
import { useNow } from '../../state/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { formatClock } from '../../ui/format/clock.ts'
import { formatCountdown } from '../../ui/format/durations.ts'
import type { IconName } from '../../ui/icon.tsx'
import { Banner } from './banner.tsx'

const TITLES: Partial<Record<ErrorCode, { title: string; icon: IconName }>> = {
  key_missing: { title: 'There is no API key. Calls wait for one.', icon: 'key' },
  key_rejected: { title: 'The API rejects the key. Calls wait for a new one.', icon: 'key' },
  permission_denied: { title: 'The key may not use this model. Calls wait.', icon: 'key' },
  model_unknown: { title: 'The API does not know the model. Calls wait for another.', icon: 'settings' },
  out_of_credit: { title: 'The account is out of credit. Calls wait.', icon: 'warning' },
  spend_limit_reached: { title: 'The month’s spend limit is reached. Calls wait.', icon: 'warning' },
  budget_reached: { title: 'Today’s budget is reached. Calls wait until tomorrow.', icon: 'clock' },
  network_unreachable: { title: 'The API cannot be reached. Calls wait for the network.', icon: 'offline' },
  connection_lost: { title: 'The connection broke. Calls wait for it.', icon: 'offline' },
  overloaded: { title: 'The API is overloaded. Calls wait.', icon: 'clock' },
  computer_busy: { title: 'Too much is open on this computer. Work waits.', icon: 'warning' },
  disk_full: { title: 'The disk is full. Work waits for room.', icon: 'warning' },
}

/** The lane is held by something outside: what, since when, what to do. No document fails for it. */
export function LaneBanner() {
  const reason = useApp((state) => state.progress?.waitReason ?? null)
  const client = useClient()
  const run = useRun()
  const now = useNow()
  if (reason === null || reason.kind !== 'service') return null
  const { error } = reason
  const known = error === null ? undefined : TITLES[error.code]
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
