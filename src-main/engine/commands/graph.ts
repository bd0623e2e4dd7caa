import { SluiceError } from '../../../src-shared/contract/errors.ts'
import { createGraphViews } from '../insight/graph-views.ts'
import type { CommandTools, Some } from './tools.ts'

const SLICE = 100

export function graphCommands(
  tools: CommandTools,
): Some<'graph.stats' | 'graph.search' | 'graph.entities' | 'graph.entity' | 'graph.slice'> {
  const { store, clock } = tools.context.ports
  const views = createGraphViews(store, clock)
  return {
    'graph.stats': ({ group }) => store.graphCounts(group ?? null),
    'graph.search': ({ query, group, limit }) => views.searchGraph(query, group ?? null, limit),
    'graph.entities': ({ type, group, cursor }) => store.entitiesByType(type ?? null, group ?? null, cursor, SLICE),
    async 'graph.entity'({ uuid }) {
      const found = await views.graphEntity(uuid)
      if (found) return found
      throw new SluiceError('entity_unknown', `expected the id of an entity, came "${uuid}", which is none (any more)`)
    },
    'graph.slice': ({ group, cursor }) => store.graphSlice(group ?? null, cursor, SLICE),
  }
}
