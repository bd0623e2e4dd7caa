import { ERRORS } from '../../../../src-shared/contract/errors.ts'
import { makeChunk, makeDocument } from './documents.ts'
import type { DocumentHandlers } from './answers.ts'

const ID = 'sample'
/** The ordinal of the chunk that the model did not read. */
const LOST = 2
const NAME = 'Annual message 1800.pdf'
const FIRST =
  'It affords real pleasure to recollect the honorable testimony they gave of the patriotic motives which brought them into the service of their country, by the readiness and regularity with which they returned to the station of private citizens. It is in every point of view of such primary importance to carry the laws into prompt and faithful execution, and to render that part of the administration of justice which the Constitution and laws devolve on the Federal courts as convenient to the people as may consist with their present circumstances, that I can not omit once more to recommend to your serious consideration the judiciary system of the United States.\n\nNo subject is more interesting than this to the public happiness, and to none can those '
const SECOND =
  'improvements which may have been suggested by experience be more beneficially applied. A treaty of amity and commerce with the King of Prussia has been concluded and ratified. The ratifications have been exchanged, and I have directed the treaty to be promulgated by proclamation. The difficulties which suspended the execution of the 6th article of our treaty of amity, commerce, and navigation with Great Britain have not yet been removed. The negotiation on this subject is still depending.\n\nThe envoys extraordinary and ministers plenipotentiary from the United States to France were received by the First Consul with the respect due to their character, and 3 persons with equal powers were appointed to treat with them.'

const error = {
  code: 'model_refused' as const,
  message: 'the model declined to answer',
  remedy: ERRORS.model_refused.remedy,
}

const chunkRows = [[1], [1, 2], [2, 3]].map((pages, ordinal) => {
  const chunk = { ordinal, pages, headings: ['Annual message of 1800'] }
  return makeChunk(ordinal === LOST ? { ...chunk, state: 'failed', facts: 0, error } : { ...chunk, facts: 3 })
})

/** One of the samples, as a model read it: its page can be drawn where the bytes of the file are served. */
const sample = makeDocument({
  id: ID,
  name: NAME,
  sha256: 'cd'.repeat(32),
  path: `/home/ines/samples/${NAME}`,
  bytes: 11_467,
  addedAt: Date.UTC(2026, 10, 26, 14, 2),
  endedAt: Date.UTC(2026, 10, 26, 14, 3),
  pages: 3,
  coverage: { text: 3, empty: 0, scanned: 0, recognised: 0, failed: 0 },
  chunks: { total: 3, completed: 2, failed: 1, cancelled: 0 },
  estimate: { input: 4458, output: 2220, costUsd: 0.0018 },
  gaps: [{ ...error, pages: [3], discarded: false }],
  chunkRows,
})

const FACTS = [
  {
    source: 'United States',
    relation: 'CONCLUDED_TREATY_WITH',
    target: 'King of Prussia',
    fact: 'The United States concluded a treaty of amity and commerce with the King of Prussia.',
    page: 2,
    quote: 'A treaty of amity and commerce with the King of Prussia has been concluded and ratified.',
  },
  {
    source: 'United States',
    relation: 'NEGOTIATES_WITH',
    target: 'Great Britain',
    fact: 'The United States negotiates with Great Britain on the 6th article of their treaty.',
    page: 2,
    quote: 'The negotiation on this subject is still depending.',
  },
  {
    source: 'First Consul',
    relation: 'RECEIVED',
    target: 'Envoys of the United States',
    fact: 'The First Consul received the envoys extraordinary of the United States with respect.',
    page: 2,
    quote: 'were received by the First Consul with the respect due to their character',
  },
]

/** Answers about the sample; those about other documents are given. */
export function withSample(others: DocumentHandlers): DocumentHandlers {
  return {
    'report.document': async (input) => (input.document === ID ? sample : others['report.document'](input)),
    'document.pages': async (input) => {
      if (input.document !== ID) return others['document.pages'](input)
      return {
        pages: [1, 2, 3].map((number) => ({
          number,
          label: `${number}`,
          state: 'text' as const,
          facts: number === 3 ? 0 : 3,
        })),
      }
    },
    'document.chunk': async (input) => {
      if (input.document !== ID) return others['document.chunk'](input)
      const lost = input.ordinal === LOST
      return {
        ordinal: input.ordinal,
        headings: ['Annual message of 1800'],
        text: FIRST + SECOND,
        spans: [
          { page: 1, start: 0, end: FIRST.length },
          { page: 2, start: FIRST.length, end: FIRST.length + SECOND.length },
        ],
        facts: lost ? [] : FACTS,
        answer: lost ? 'I cannot help with this text.' : null,
        error: lost ? error : null,
      }
    },
  }
}
