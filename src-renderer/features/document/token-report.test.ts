import { describe, expect, it } from 'vitest'
import { makeChunk, makeDocument } from './testing/documents.ts'
import { reportFileName, tokenReportCsv, tokenReportJson } from './token-report.ts'

const document = makeDocument({
  chunkRows: [
    makeChunk({
      ordinal: 1,
      pages: [1, 2],
      headings: ['Gates, hinges', 'The "pins"'],
      tokens: { input: 252, cacheRead: 1150 },
    }),
    makeChunk({
      ordinal: 2,
      headings: ['=HYPERLINK("http://x")'],
      state: 'failed',
      calls: { answered: 0, unknown: 1 },
      error: { code: 'model_refused', message: 'the model\ndeclined', remedy: 'r' },
    }),
  ],
  phases: [
    {
      phase: 'kg_ingest',
      status: 'completed',
      parts: 2,
      retries: 0,
      startedAt: 1,
      completedAt: 2,
      seconds: 9.5,
      error: null,
    },
  ],
})

function table(csv: string): Record<string, string>[] {
  const cells = [...csv.matchAll(/("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n)/g)]
  const rows: string[][] = [[]]
  for (const [, cell = '', end] of cells) {
    rows.at(-1)?.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)
    if (end === '\r\n') rows.push([])
  }
  const [head = [], ...body] = rows.filter((row) => row.length > 1)
  return body.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i] ?? ''])))
}

describe('tokenReportCsv', () => {
  it('has a row for each chunk, each phase and the total', () => {
    expect(table(tokenReportCsv(document)).map((row) => row['row'])).toEqual(['chunk', 'chunk', 'kg_ingest', 'total'])
  })

  it('keeps estimate and bill apart, and the cached part of the bill', () => {
    const [first] = table(tokenReportCsv(document))
    expect(first).toMatchObject({
      pages: '1 2',
      headings: 'Gates, hinges > The "pins"',
      input_estimated: '1486',
      input_billed: '1402',
      input_cached: '1150',
      cost_usd: '0.0005',
    })
  })

  it('leaves empty what was not billed, and keeps a message with a line break in one cell', () => {
    const [, second] = table(tokenReportCsv(document))
    expect(second).toMatchObject({ input_billed: '', error_code: 'model_refused', error: 'the model\ndeclined' })
  })

  it('lets no spreadsheet run the words of a document', () => {
    expect(table(tokenReportCsv(document))[1]?.['headings']).toBe('\'=HYPERLINK("http://x")')
  })
})

describe('tokenReportJson', () => {
  it('is the report itself', () => {
    expect(JSON.parse(tokenReportJson(document))).toEqual(document)
  })
})

describe('reportFileName', () => {
  it('takes the place of the extension, where there is one', () => {
    expect(reportFileName('Vol. 07 (redacted).pdf', 'csv')).toBe('Vol. 07 (redacted).tokens.csv')
    expect(reportFileName('no extension', 'json')).toBe('no extension.tokens.json')
  })
})
