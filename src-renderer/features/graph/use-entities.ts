import { useState } from 'react'
import type { ErrorInfo } from '../../../src-shared/contract/errors.ts'
import { useClient } from '../../state/client-context.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { useRun } from '../../state/use-run.ts'
import type { GraphEntity } from './fact-view.ts'

export interface Entities {
  entities: readonly GraphEntity[]
  error: ErrorInfo | null
  loading: boolean
  /** Null at the end. */
  more: (() => void) | null
  reload: () => void
}

interface Further {
  type: string | null
  entities: readonly GraphEntity[]
  cursor: string | null
}

/** Entities by how often they are mentioned, a page at a time. The first page follows the graph as it grows. */
export function useEntities(type: string | null, changed: unknown): Entities {
  const client = useClient()
  const run = useRun()
  const input = type === null ? {} : { type }
  const first = useAnswer('graph.entities', input, changed)
  const [further, setFurther] = useState<Further | null>(null)
  const behind = further?.type === type ? further : null
  const cursor = behind ? behind.cursor : (first.data?.cursor ?? null)
  const more = async () => {
    const next = await client.call('graph.entities', { ...input, cursor })
    setFurther({ type, entities: [...(behind?.entities ?? []), ...next.entities], cursor: next.cursor })
  }
  return {
    entities: eachOnce([...(first.data?.entities ?? []), ...(behind?.entities ?? [])]),
    error: first.error,
    loading: first.loading,
    more: cursor === null || first.loading ? null : () => run(more),
    reload: first.reload,
  }
}

/** An entity that rose in rank may come twice. */
function eachOnce(entities: readonly GraphEntity[]): GraphEntity[] {
  return [...new Map(entities.map((entity) => [entity.uuid, entity])).values()]
}
