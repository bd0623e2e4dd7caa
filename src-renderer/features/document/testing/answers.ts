import type { CommandHandlers } from '../../../../src-shared/contract/commands.ts'
import type { Gap } from '../../../../src-shared/contract/schemas.ts'
import type { PageState } from '../../../../src-shared/model/document.ts'
import { ERRORS, type ErrorCode, SluiceError } from '../../../../src-shared/contract/errors.ts'
import { type ChunkRow, type DocumentDetail } from '../chunk-rows.ts'
import { makeChunk, makeDocument } from './documents.ts'

const PAGES = 412
const CHUNKS = 198
const EMPTY = new Set([1, 2, 14, 60, 61, 122, 150, 151, 188, 240, 241, 260, 299, 300, 333, 402, 412])
const HEADINGS = [
  ['Gate hinge assemblies', 'Material certificates'],
  ['Gate hinge assemblies', 'Heat treatment'],
  ['Checking engineer’s remarks'],
  ['Drive train', 'Load tests, series A'],
  ['Drive train', 'Gearbox, witness statement of the fitter of the night shift'],
  [],
]

function gap(pages: number[], code: ErrorCode, message: string): Gap {
  return { pages, code, message, remedy: ERRORS[code].remedy, discarded: false }
}

const GAPS = [
  gap([87, 88], 'model_refused', 'the model declined to answer'),
  gap([203, 204, 205, 206], 'page_unreadable', 'expected a page, came a damaged stream'),
  gap([371], 'answer_spoilt', "expected the answer's schema, came facts.3.page: Invalid input"),
]

function stateOf(page: number): PageState {
  if (page >= 203 && page <= 206) return 'failed'
  if (EMPTY.has(page)) return 'empty'
  return (page >= 62 && page <= 149) || (page >= 182 && page <= 210) || page >= 396 ? 'recognised' : 'text'
}

function factsOf(page: number): number {
  if (stateOf(page) === 'empty' || GAPS.some((lost) => lost.pages.includes(page))) return 0
  return Math.round(2 + 3 * (1 + Math.sin(page / 23)) + ((page * 7) % 5))
}

function chunkAt(ordinal: number): ChunkRow {
  const first = 1 + Math.floor((ordinal * PAGES) / CHUNKS)
  const pages = [first, first + 1, first + 2].filter((page) => page <= PAGES)
  const lost = ordinal === 41 ? GAPS[0] : ordinal === 178 ? GAPS[2] : undefined
  const estimated = { input: 1380 + ((ordinal * 37) % 160), output: 740 }
  const billed = Math.round(estimated.input * (1 + (((ordinal * 53) % 120) - 78) / 1000))
  const common = { ordinal, pages, headings: HEADINGS[Math.floor(ordinal / 5) % HEADINGS.length] ?? [], estimated }
  if (ordinal % 17 === 8 && lost === undefined)
    return makeChunk({ ...common, facts: 8, calls: { answered: 0, reused: 1 }, costUsd: 0, seconds: 0 })
  const output = 590 + ((ordinal * 91) % 620)
  return makeChunk({
    ...common,
    tokens: { input: billed - 1150, cacheRead: 1150, output },
    costUsd: 0.00012 + output * 5e-7,
    seconds: 4 + (ordinal % 60) / 10,
    facts: 5 + (ordinal % 13),
    repairs: ordinal % 61 === 44 ? 1 : 0,
    ...(lost ? { state: 'failed', facts: 0, error: lost } : {}),
  })
}

/** A long scanned document, completed with three gaps. */
export function lossyDocument(changes: Partial<DocumentDetail> = {}): DocumentDetail {
  const phases = (['ingestion', 'extraction', 'chunking', 'kg_ingest'] as const).map((phase, i) => ({
    phase,
    status: 'completed' as const,
    parts: [1, PAGES, CHUNKS, CHUNKS][i] ?? 0,
    retries: 0,
    startedAt: 1,
    completedAt: 2,
    seconds: [2.1, 444, 0.9, 2050][i] ?? 0,
    error: null,
  }))
  return makeDocument({
    id: 'certificates',
    name: 'Design certificates DC-19 to DC-44, Harrow Barrier – checking engineer’s file (scanned).pdf',
    path: '/home/ines/evidence/Design certificates DC-19 to DC-44, Harrow Barrier – checking engineer’s file (scanned).pdf',
    addedAt: Date.UTC(2026, 10, 26, 12, 58),
    endedAt: Date.UTC(2026, 10, 26, 13, 41),
    pages: PAGES,
    coverage: { text: 268, recognised: 123, empty: 17, scanned: 0, failed: 4 },
    chunks: { total: CHUNKS, completed: CHUNKS - 2, failed: 2, cancelled: 0 },
    tokens: { input: 53_012, output: 138_204, cacheRead: 213_900, cacheWrite: 0 },
    calls: { answered: 189, refused: 0, unknown: 0, reused: 12 },
    costUsd: 0.0979,
    spoiltUsd: 0.0021,
    estimate: { input: 275_470, output: 146_520, costUsd: 0.1008 },
    seconds: 2520,
    gaps: GAPS,
    phases,
    chunkRows: Array.from({ length: CHUNKS }, (_, ordinal) => chunkAt(ordinal)),
    ...changes,
  })
}

/** One that failed before it had pages. */
export function failedDocument(): DocumentDetail {
  const error = {
    code: 'pdf_encrypted' as const,
    message: 'expected a PDF that opens without a password, this one asks for one',
    remedy: ERRORS.pdf_encrypted.remedy,
  }
  const [intake, extraction] = lossyDocument().phases
  const begun = { ...extraction, status: 'failed' as const, parts: 0, seconds: 0.4, error }
  return makeDocument({
    id: 'appendix-f',
    name: 'Appendix F – Hydraulic model runs 1–240 (protected).pdf',
    bytes: 84_000_000,
    addedAt: Date.UTC(2026, 10, 26, 13, 20),
    endedAt: Date.UTC(2026, 10, 26, 13, 24),
    state: 'failed',
    pages: null,
    coverage: { text: 0, recognised: 0, empty: 0, scanned: 0, failed: 0 },
    chunks: { total: 0, completed: 0, failed: 0, cancelled: 0 },
    tokens: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
    calls: { answered: 0, refused: 0, unknown: 0, reused: 0 },
    costUsd: 0,
    estimate: null,
    error,
    phases: [intake, begun] as DocumentDetail['phases'],
  })
}

const TEXT =
  'In compliance with the request of a committee of the merchants of New York, the Secretary of the Treasury was asked. Business deserving and demanding the attention of Congress came before both Houses.\nThe fleet returned in the <b>autumn</b> of the year, and the report was laid before the committee on 3 December.'

export type DocumentHandlers = Pick<CommandHandlers, 'report.document' | 'document.pages' | 'document.chunk'>

/** Answers about these documents; any other is not known. */
export function documentAnswers(documents: readonly DocumentDetail[]): DocumentHandlers {
  const find = (id: string): DocumentDetail => {
    const document = documents.find((known) => known.id === id)
    if (!document) throw new SluiceError('document_unknown', `there is no document "${id}"`)
    return document
  }
  return {
    'report.document': async ({ document }) => find(document),
    'document.pages': async ({ document }) => ({
      pages: Array.from({ length: find(document).pages ?? 0 }, (_, i) => ({
        number: i + 1,
        label: String(i + 1),
        state: stateOf(i + 1),
        facts: factsOf(i + 1),
      })),
    }),
    'document.chunk': async ({ document, ordinal }) => {
      const row = find(document).chunkRows[ordinal]
      if (!row) throw new SluiceError('document_unknown', `${document} has no chunk ${ordinal}`)
      const [page = 1, next = page] = row.pages
      const failed = row.state === 'failed'
      const fact = (relation: string, quote: string, on: number) => ({
        source: 'Committee of the merchants',
        relation,
        target: 'Secretary of the Treasury',
        fact: 'The committee of the merchants of New York asked the Secretary of the Treasury.',
        page: on,
        quote,
      })
      return {
        ordinal,
        headings: row.headings,
        text: TEXT,
        spans: [
          { page, start: 0, end: TEXT.indexOf('The fleet') },
          { page: next, start: TEXT.indexOf('The fleet'), end: TEXT.length },
        ],
        facts: failed
          ? []
          : [
              fact('ASKED', 'a committee of the merchants of New York, the Secretary of the Treasury was asked', page),
              fact('CAME_BEFORE', 'Business deserving and demanding the attention of Congress', page),
              fact('LAID_BEFORE', 'the report was laid before the committee on 3 December', next),
            ],
        answer: failed ? '{"entities":[{"id":"e1","name":"Kessler' : null,
        error: row.error,
      }
    },
  }
}
