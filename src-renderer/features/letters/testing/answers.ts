import type { CommandHandlers } from '../../../../src-shared/contract/commands.ts'
import type { Letter, QueueRow } from '../../../../src-shared/contract/schemas.ts'
import { ERRORS, type ErrorCode } from '../../../../src-shared/contract/errors.ts'

const NO_CALLS = { answered: 0, refused: 0, unknown: 0, reused: 0 }

/** The letter of a document, until more is said. */
export function makeLetter(row: QueueRow, changes: Partial<Letter> = {}): Letter {
  return {
    kind: 'document',
    documentId: row.id,
    name: row.name,
    phase: row.phase ?? 'ingestion',
    chunk: null,
    pages: [],
    error: row.error ?? errorOf('internal', 'no reason is known'),
    since: row.endedAt ?? 0,
    costUsd: row.costUsd,
    calls: NO_CALLS,
    spoiltUsd: 0,
    answer: false,
    estimate: null,
    discarded: false,
    ...changes,
  }
}

function errorOf(code: ErrorCode, message: string): Letter['error'] {
  return { code, message, remedy: ERRORS[code].remedy }
}

function chunkLetter(row: QueueRow, changes: Partial<Letter>): Letter {
  const answered = { calls: { ...NO_CALLS, answered: 1 }, answer: true }
  const estimate = { input: 1350, output: 700, costUsd: 0.00049 }
  return makeLetter(row, { kind: 'chunk', phase: 'kg_ingest', estimate, ...answered, ...changes })
}

/** Of each failed row its letter; of one with gaps two chunks and four pages. */
function lettersOf(rows: readonly QueueRow[]): Letter[] {
  return rows.flatMap((row) => {
    if (row.state === 'failed') return [makeLetter(row)]
    if (row.gaps === 0) return []
    const damaged = errorOf('page_unreadable', 'expected a page, came a damaged stream')
    return [
      ...[203, 204, 205, 206].map((page) =>
        makeLetter(row, { kind: 'page', phase: 'extraction', pages: [page], error: damaged, costUsd: 0 }),
      ),
      chunkLetter(row, {
        chunk: 41,
        pages: [87, 88],
        error: errorOf('model_refused', 'the model declined to answer'),
        costUsd: 0.0002,
        spoiltUsd: 0.0002,
      }),
      chunkLetter(row, {
        chunk: 178,
        pages: [371],
        error: errorOf('answer_spoilt', "expected the answer's schema, came facts.3.page: Invalid input"),
        costUsd: 0.0017,
        spoiltUsd: 0.0017,
        calls: { ...NO_CALLS, answered: 3 },
      }),
    ]
  })
}

/** Letters of these rows; what is discarded goes to the other list. */
export function letterAnswers(
  rows: () => readonly QueueRow[],
): Pick<CommandHandlers, 'letters.list' | 'letters.discard'> {
  const discarded = new Set<string>()
  const keyOf = ({ documentId, chunk, pages }: Letter) => `${documentId} ${chunk} ${pages[0]}`
  return {
    'letters.list': async (filter) => {
      const letters = lettersOf(rows())
        .map((letter) => ({ ...letter, discarded: discarded.has(keyOf(letter)) }))
        .filter((letter) => letter.discarded === filter.discarded)
      return { letters: letters.slice(0, filter.limit), cursor: null, total: letters.length }
    },
    'letters.discard': async ({ document, chunk, page }) => {
      const meant = lettersOf(rows()).filter(
        (letter) =>
          (document === undefined || letter.documentId === document) &&
          (chunk === undefined || letter.chunk === chunk) &&
          (page === undefined || (letter.kind === 'page' && letter.pages[0] === page)),
      )
      for (const letter of meant) discarded.add(keyOf(letter))
      return { letters: meant.length, documents: [...new Set(meant.map(({ documentId }) => documentId))] }
    },
  }
}
