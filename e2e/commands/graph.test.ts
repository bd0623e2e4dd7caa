import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { CommandOutput } from '../../src-shared/contract/commands.ts'
import { startApi, WIDE_LIMITS } from '../hosts/api.ts'
import { exportedGraph } from '../hosts/graph.ts'
import type { IngestJson } from '../hosts/json-shapes.ts'
import { pageText, withoutSpace } from '../hosts/pdf-text.ts'
import { SAMPLES } from '../hosts/samples.ts'
import { Workplace } from '../hosts/workplace.ts'

it.each(['model', 'offline finder'])(
  'what the %s found: every fact leads to a quote that stands on its page',
  async (who) => {
    const api = await startApi(1, { limits: WIDE_LIMITS })
    const desk = await Workplace.forTest({
      api: api.url,
      windowSeconds: 1,
      ...(who === 'model' ? { key: 'sk-ant-j' } : {}),
    })
    const paths: Record<string, string> = {
      'Annual message 1800.pdf': SAMPLES.small,
      'Annual message 1901.pdf': SAMPLES.middle,
    }
    const { graph } = await desk.json<IngestJson>(['ingest', ...Object.values(paths)])

    const search = await desk.json<CommandOutput<'graph.search'>>(['graph', 'search', 'united states'])
    expect(search.entities[0]?.name).toBe('United States')
    expect(search.entities[0]?.mentions).toBeGreaterThan(1)
    expect(search.entities[0]?.facts[0]?.evidence[0]?.quote).toMatch(/United States/)
    const inWords = (await desk.run('graph', 'search', 'united', 'states')).stdout
    expect(inWords).toMatch(/Annual message 1[89]0[01]\.pdf, page \d+: "/)

    const lines = await exportedGraph(desk)
    const entities = lines.filter((line) => line.kind === 'entity')
    const facts = lines.filter((line) => line.kind === 'fact')
    expect([entities.length, facts.length]).toEqual([graph.entities, graph.relationships])
    const ids = new Set(entities.map(({ uuid }) => uuid))
    const pages = new Map<string, string>()
    for (const fact of facts) {
      expect([ids.has(fact.sourceUuid), ids.has(fact.targetUuid)]).toEqual([true, true])
      expect(fact.evidence.length).toBeGreaterThan(0)
      for (const { document, page, quote } of fact.evidence) {
        // A quote may run on over a page's end: the next page's text is its continuation.
        const key = `${document} ${page}`
        if (!pages.has(key)) pages.set(key, await pageText(paths[document] ?? '', page))
        expect(pages.get(key)).toContain(withoutSpace(quote).slice(0, 40))
      }
    }

    const file = join(desk.documents, 'graph.graphml')
    expect(await desk.json(['graph', 'export', '--format', 'graphml', '--out', file])).toEqual({
      file,
      entities: entities.length,
      facts: facts.length,
    })
    const xml = await readFile(file, 'utf8')
    expect(xml).toMatch(/^<\?xml [^>]*\?>\s*<graphml [\s\S]*<\/graphml>\s*$/)
    expect(xml.match(/<node id="/g)).toHaveLength(entities.length)
    expect(xml.match(/<edge /g)).toHaveLength(facts.length)
    expect(xml.match(/<\/node>|<\/edge>/g)).toHaveLength(lines.length)
    expect(xml.replace(/&(?:amp|lt|gt|quot|apos|#\d+);/g, '')).not.toContain('&')
  },
)
