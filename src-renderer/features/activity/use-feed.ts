import { useMemo, useState } from 'react'
import type { Activity } from '../../../src-shared/contract/events.ts'
import type { ErrorInfo } from '../../../src-shared/contract/errors.ts'
import { useApp } from '../../state/app-store.ts'
import { useClient } from '../../state/client-context.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { useRun } from '../../state/use-run.ts'
import { type ActivityFilter, matchesKinds, mergeActivities } from './feed.ts'

const PAGE = 100

interface Feed {
  activities: readonly Activity[]
  error: ErrorInfo | null
  loading: boolean
  /** Null at the beginning of all. */
  older: (() => void) | null
  reload: () => void
}

interface Older {
  filter: string
  activities: readonly Activity[]
  ended: boolean
}

/** What happened, newest first: what arrives live, what was asked for, and older pages on demand. */
export function useFeed(filter: ActivityFilter): Feed {
  const client = useClient()
  const run = useRun()
  const live = useApp((state) => state.activities)
  const kinds = [...filter.kinds]
  const first = useAnswer('activity.list', { kinds, limit: PAGE })
  const [loaded, setLoaded] = useState<Older | null>(null)
  const behind = loaded?.filter === filter.id ? loaded : null
  const newest = first.loading ? null : (first.data?.activities ?? null)
  const activities = useMemo(
    () =>
      mergeActivities(
        live.filter((activity) => matchesKinds(activity, filter.kinds)),
        newest ?? [],
        behind?.activities ?? [],
      ),
    [live, filter.kinds, newest, behind],
  )
  const oldest = activities.at(-1)?.seq
  const older = async () => {
    const next = await client.call('activity.list', { kinds, limit: PAGE, before: oldest ?? null })
    setLoaded({
      filter: filter.id,
      activities: [...(behind?.activities ?? []), ...next.activities],
      ended: next.activities.length < PAGE,
    })
  }
  const ended = behind?.ended ?? (newest !== null && newest.length < PAGE)
  return {
    activities,
    error: first.error,
    loading: first.loading,
    older: ended || newest === null || oldest === undefined ? null : () => run(older),
    reload: first.reload,
  }
}
