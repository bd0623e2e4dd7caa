import { describe, expect, it } from 'vitest'
import { escapeXml, GRAPHML_TAIL, graphmlHead, graphmlSlice } from './graphml.ts'

describe('escapeXml', () => {
  it('escapes what has a meaning in XML', () => {
    expect(escapeXml(`<a href="x">Tom & Jerry's</a>`)).toBe(
      '&lt;a href=&quot;x&quot;&gt;Tom &amp; Jerry&apos;s&lt;/a&gt;',
    )
  })

  it('replaces what XML cannot hold even escaped, and keeps all scripts', () => {
    expect(escapeXml('a\u0000b\u000bc\ud800d\ufffe')).toBe('a\ufffdb\ufffdc\ufffdd\ufffd')
    expect(escapeXml('Škoda 東京 😀\n\t')).toBe('Škoda 東京 😀\n\t')
  })
})

describe('graphmlSlice', () => {
  it('writes nodes and edges with where each fact comes from', () => {
    const text = graphmlSlice({
      entities: [{ uuid: 'e1', name: 'A & B', type: 'organisation', summary: '', aliases: ['AB', 'A+B'], mentions: 2 }],
      facts: [
        {
          uuid: 'f1',
          sourceUuid: 'e1',
          targetUuid: 'e2',
          source: 'A & B',
          target: 'C',
          relation: 'OWNS',
          fact: 'A & B owns C.',
          validAt: '1901-01-01',
          invalidAt: null,
          evidence: [{ documentId: 'd', document: 'x.pdf', page: 3, quote: '"owns" C' }],
        },
      ],
      cursor: null,
    })
    expect(text).toBe(
      '    <node id="e1"><data key="n_name">A &amp; B</data><data key="n_type">organisation</data>' +
        '<data key="n_aliases">AB; A+B</data></node>\n' +
        '    <edge id="f1" source="e1" target="e2"><data key="e_relation">OWNS</data>' +
        '<data key="e_fact">A &amp; B owns C.</data><data key="e_valid_at">1901-01-01</data>' +
        '<data key="e_document">x.pdf</data><data key="e_page">3</data>' +
        '<data key="e_quote">&quot;owns&quot; C</data></edge>\n',
    )
    expect(graphmlHead() + text + GRAPHML_TAIL).toContain('<key id="e_quote" for="edge"')
  })
})
