import type { CommandOutput } from '../../src-shared/contract/commands.ts'
import type { Workplace } from './workplace.ts'

type Slice = CommandOutput<'graph.slice'>
export type GraphLine = ({ kind: 'entity' } & Slice['entities'][number]) | ({ kind: 'fact' } & Slice['facts'][number])

/** The graph of a data folder as `graph export` writes it. */
export async function exportedGraph(place: Workplace): Promise<GraphLine[]> {
  const { stdout } = await place.run('graph', 'export')
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as GraphLine)
}

/** Lines that one graph has and the other has not: ids and all, only whose document it is does not count. */
export async function graphDifference(one: Workplace, other: Workplace): Promise<string[]> {
  const [mine, theirs] = await Promise.all([comparable(one), comparable(other)])
  return [...[...mine].filter((line) => !theirs.has(line)), ...[...theirs].filter((line) => !mine.has(line))]
}

async function comparable(place: Workplace): Promise<Set<string>> {
  const lines = await exportedGraph(place)
  const anyDocument = (key: string, value: unknown) => (key === 'documentId' ? 'any' : value)
  return new Set(lines.map((line) => JSON.stringify(line, anyDocument)))
}
