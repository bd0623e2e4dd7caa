import type { CommandOutput } from '../../../src-shared/contract/commands.ts'

export type GraphEntity = CommandOutput<'graph.entity'>['entity']
export type GraphFact = CommandOutput<'graph.entity'>['facts'][number]

interface End {
  uuid: string
  name: string
}

/** A fact as it is read from one of its ends. */
export interface FactView {
  fact: GraphFact
  relation: string
  other: End
  /** The entity is the one that acts: "certified" of Kessler, not of the batch. */
  outgoing: boolean
  validity: string | null
}

/** Facts by relation, those that hold first, so that a long list can be read. */
export function factViews(entity: Pick<GraphEntity, 'uuid'>, facts: readonly GraphFact[]): FactView[] {
  return facts
    .map((fact) => factView(entity, fact))
    .toSorted((a, b) => Number(b.outgoing) - Number(a.outgoing) || a.relation.localeCompare(b.relation, 'en'))
}

function factView(entity: Pick<GraphEntity, 'uuid'>, fact: GraphFact): FactView {
  const outgoing = fact.sourceUuid === entity.uuid
  const other = outgoing ? { uuid: fact.targetUuid, name: fact.target } : { uuid: fact.sourceUuid, name: fact.source }
  return { fact, relation: relationText(fact.relation), other, outgoing, validity: validityText(fact) }
}

/** "CONTRACTOR_OF" → "contractor of". */
export function relationText(relation: string): string {
  return relation.replaceAll('_', ' ').toLocaleLowerCase('en')
}

/** "from 12 Mar 2010 until 3 Jun 2014"; null where the document gives no date. */
export function validityText({ validAt, invalidAt }: Pick<GraphFact, 'validAt' | 'invalidAt'>): string | null {
  const from = validAt === null ? '' : `from ${dayText(validAt)}`
  const until = invalidAt === null ? '' : `until ${dayText(invalidAt)}`
  return [from, until].filter(Boolean).join(' ') || null
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A date as exact as it was written: "12 Mar 2010", "Mar 2010", "2010"; what is no date stays as it is. */
export function dayText(date: string): string {
  const [, year, month, day] = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T.*)?)?)?$/.exec(date) ?? []
  if (year === undefined) return date
  const name = month === undefined ? undefined : MONTHS[Number(month) - 1]
  return [day === undefined ? undefined : Number(day), name, year].filter((part) => part !== undefined).join(' ')
}
