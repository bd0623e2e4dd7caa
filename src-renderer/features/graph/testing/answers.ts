import type { CommandHandlers } from '../../../../src-shared/contract/commands.ts'
import { SluiceError } from '../../../../src-shared/contract/errors.ts'
import type { GraphEntity, GraphFact } from '../fact-view.ts'

const NAMES: [type: string, name: string, summary: string][] = [
  ['organisation', 'Kessler & Voigt', 'Engineering consultancy, certifier of the gate hinges.'],
  ['product', 'Harrow Barrier', 'Tidal barrier with six gates.'],
  ['person', 'Dr Ines Prentice', 'Checking engineer; wrote twice for the missing record.'],
  ['product', 'Hinge pin batch 7741', 'Forged at Bremerhaven in January 2010.'],
  ['organisation', 'Tideway Holdings', ''],
  ['event', 'Gate 4 fails to close', 'During the surge of 14 January 2013.'],
  ['place', 'Bremerhaven', ''],
  ['work', 'Certificate DC-31', 'States a yield strength of 680 MPa.'],
  ['concept', '680 MPa', ''],
  ['other', '<img src=x onerror=alert(1)> & "42CrMo4"', 'A name with markup in it.'],
  [
    'person',
    'The Right Honourable the Lord Commissioner of the Harrow Estuary Conservancy, his deputy and successors',
    '',
  ],
]

const ENTITIES: GraphEntity[] = NAMES.map(([type, name, summary], i) => ({
  uuid: `e${i}`,
  name,
  type,
  summary,
  aliases: i === 0 ? ['K&V', 'Kessler+Voigt Ing.'] : [],
  mentions: 214 - i * 17,
}))

const evidence = (page: number) => ({
  documentId: 'certificates',
  document: 'Design certificates DC-19 to DC-44, Harrow Barrier – checking engineer’s file (scanned).pdf',
  page,
  quote: 'Business deserving and demanding the attention of Congress',
})

function fact(
  i: number,
  source: number,
  relation: string,
  target: number,
  text: string,
  dates: (string | null)[],
): GraphFact {
  return {
    uuid: `f${i}`,
    source: ENTITIES[source]?.name ?? '',
    sourceUuid: `e${source}`,
    relation,
    target: ENTITIES[target]?.name ?? '',
    targetUuid: `e${target}`,
    fact: text,
    validAt: dates[0] ?? null,
    invalidAt: dates[1] ?? null,
    evidence: i === 0 ? [evidence(3), evidence(83), evidence(212)] : [evidence(2 + i)],
  }
}

const FACTS = [
  fact(0, 0, 'CERTIFIED', 3, 'Kessler & Voigt certified hinge pin batch 7741 as fit for service in Gate 4.', [
    '2010-03-12',
    '2014-06-03',
  ]),
  fact(1, 0, 'CONTRACTOR_OF', 4, 'Kessler & Voigt worked as a contractor of Tideway Holdings.', ['2008']),
  fact(2, 2, 'WROTE_TO', 0, 'Dr Prentice wrote twice to Kessler & Voigt for the missing mill record.', []),
]

type Handlers = Pick<CommandHandlers, 'graph.stats' | 'graph.entities' | 'graph.search' | 'graph.entity'>

/** A small graph; `empty` is one in which nothing was found yet. */
export function graphAnswers(empty = false): Handlers {
  const entities = empty ? [] : ENTITIES
  const facts = empty ? [] : FACTS
  return {
    'graph.stats': async (): ReturnType<CommandHandlers['graph.stats']> => ({
      episodes: empty ? 0 : 3120,
      entities: empty ? 0 : 1284,
      relationships: empty ? 0 : 9716,
      mentions: empty ? 0 : 14_002,
      types: empty
        ? {}
        : { person: 312, organisation: 148, place: 96, work: 203, product: 187, event: 121, concept: 164, other: 53 },
    }),
    'graph.entities': async ({ type, cursor }) => ({
      entities: entities.filter((entity) => type === undefined || entity.type === type),
      cursor: (cursor ?? null) === null && !empty ? 'next' : null,
    }),
    'graph.search': async ({ query }) => ({
      entities: entities
        .filter((entity) => entity.name.toLowerCase().includes(query.toLowerCase()))
        .map((entity) => ({ ...entity, facts: [] })),
    }),
    'graph.entity': async ({ uuid }) => {
      const entity = entities.find((known) => known.uuid === uuid)
      if (!entity) throw new SluiceError('entity_unknown', `there is no entity "${uuid}"`)
      return { entity, facts: facts.filter((f) => f.sourceUuid === uuid || f.targetUuid === uuid) }
    },
  }
}
