import type { CommandOutput } from '../../../src-shared/contract/commands.ts'
import { inSlices } from '../pipeline/in-slices.ts'
import type { Clock, EntityWithFacts, GraphStore } from '../ports.ts'

/** Facts shown with one entity of an answer; the slices of the graph hold all of them. */
const FACTS_SHOWN = 50
const FACTS_AT_ONCE = 50

type Views = Pick<GraphStore, 'searchGraph' | 'graphEntity' | 'facts'>

/** Entities with their facts, read in slices: which facts there are is of one moment, and one that goes meanwhile is missing. */
export function createGraphViews(store: Views, clock: Pick<Clock, 'after'>) {
  async function withFacts(found: EntityWithFacts[]): Promise<CommandOutput<'graph.entity'>[]> {
    // A fact between two entities of the answer stands with both, and is read once.
    const ids = [...new Set(found.flatMap(({ facts }) => facts))]
    const read = await inSlices(clock, ids, FACTS_AT_ONCE, store.facts)
    const facts = new Map(read.map(({ id, fact }) => [id, fact]))
    return found.map(({ entity, facts: own }) => ({ entity, facts: own.flatMap((id) => facts.get(id) ?? []) }))
  }

  return {
    async searchGraph(query: string, group: string | null, limit: number): Promise<CommandOutput<'graph.search'>> {
      const found = await withFacts(await store.searchGraph(query, group, limit, FACTS_SHOWN))
      return { entities: found.map(({ entity, facts }) => ({ ...entity, facts })) }
    },

    /** An entity with all its facts; null if it is gone. */
    async graphEntity(uuid: string): Promise<CommandOutput<'graph.entity'> | null> {
      const found = await store.graphEntity(uuid)
      if (!found) return null
      const read = await inSlices(clock, found.facts, FACTS_AT_ONCE, store.facts)
      return { entity: found.entity, facts: read.map(({ fact }) => fact) }
    },
  }
}
