import type { CommandOutput } from '../../../src-shared/contract/commands.ts'

type Slice = CommandOutput<'graph.slice'>
type Attributes = Record<string, string | null>

const NODE_ATTRIBUTES = ['name', 'type', 'summary', 'aliases']
const EDGE_ATTRIBUTES = ['relation', 'fact', 'valid_at', 'invalid_at', 'document', 'page', 'quote']

export function graphmlHead(): string {
  const keys = [
    ...NODE_ATTRIBUTES.map((name) => `  <key id="n_${name}" for="node" attr.name="${name}" attr.type="string"/>`),
    ...EDGE_ATTRIBUTES.map((name) => `  <key id="e_${name}" for="edge" attr.name="${name}" attr.type="string"/>`),
  ]
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...keys,
    '  <graph id="sluice" edgedefault="directed">',
    '',
  ].join('\n')
}

export function graphmlSlice(slice: Slice): string {
  const nodes = slice.entities.map((entity) =>
    element('node', `id="${escapeXml(entity.uuid)}"`, 'n', {
      name: entity.name,
      type: entity.type,
      summary: entity.summary,
      aliases: entity.aliases.join('; '),
    }),
  )
  const edges = slice.facts.map((fact) => {
    const place = fact.evidence[0]
    const ends = `source="${escapeXml(fact.sourceUuid)}" target="${escapeXml(fact.targetUuid)}"`
    return element('edge', `id="${escapeXml(fact.uuid)}" ${ends}`, 'e', {
      relation: fact.relation,
      fact: fact.fact,
      valid_at: fact.validAt,
      invalid_at: fact.invalidAt,
      document: place?.document ?? null,
      page: place ? `${place.page}` : null,
      quote: place?.quote ?? null,
    })
  })
  return [...nodes, ...edges].join('')
}

export const GRAPHML_TAIL = '  </graph>\n</graphml>\n'

function element(tag: string, attributes: string, prefix: string, data: Attributes): string {
  const inner = Object.entries(data)
    .filter(([, value]) => value !== null && value !== '')
    .map(([key, value]) => `<data key="${prefix}_${key}">${escapeXml(value as string)}</data>`)
  return `    <${tag} ${attributes}>${inner.join('')}</${tag}>\n`
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/** Text of documents holds anything; what XML 1.0 cannot hold at all, even escaped, becomes U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] as string)
}
