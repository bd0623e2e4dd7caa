import type { QueueRow } from '../../src-shared/contract/schemas.ts'
import { PHASES, type JobStatus } from '../../src-shared/model/phase.ts'
import type { ErrorCode } from '../../src-shared/contract/errors.ts'
import { ERRORS } from '../../src-shared/contract/errors.ts'

/** The moment at which the made-up engine stands. */
export const NOW = Date.UTC(2026, 10, 26, 14, 48)
const CENT_A_CHUNK = 0.00049

export function errorOf(code: ErrorCode, message: string): NonNullable<QueueRow['error']> {
  return { code, message, remedy: ERRORS[code].remedy }
}

/** A row with statuses of its four phases; all else is plausible unless named. */
export function makeRow(over: Partial<QueueRow> & { id: string }, statuses: (JobStatus | null)[] = []): QueueRow {
  const chunks = over.chunks ?? { total: 0, completed: 0, failed: 0, cancelled: 0 }
  return {
    name: `${over.id}.pdf`,
    state: 'queued',
    phase: 'ingestion',
    phases: Object.fromEntries(PHASES.map((phase, index) => [phase, statuses[index] ?? null])) as QueueRow['phases'],
    position: 1,
    priority: 'normal',
    provider: 'anthropic',
    group: 'default',
    bytes: 61_000_000,
    addedAt: NOW - 3_600_000,
    endedAt: null,
    pages: null,
    pagesDone: 0,
    chunks,
    gaps: 0,
    letters: over.state === 'failed' ? 1 : (over.gaps ?? 0),
    costUsd: 0,
    estimate: chunks.total === 0 ? null : estimateOf(chunks.total),
    error: null,
    ...over,
  }
}

export function estimateOf(chunks: number): NonNullable<QueueRow['estimate']> {
  return { input: chunks * 1350, output: chunks * 700, costUsd: chunks * CENT_A_CHUNK }
}

const DONE: JobStatus[] = ['completed', 'completed', 'completed']

/** The first rows: one of each situation that the design's pictures show. */
export function leadingRows(): QueueRow[] {
  const some = (total: number, completed = 0) => ({ total, completed, failed: 0, cancelled: 0 })
  return [
    makeRow(
      {
        id: 'vol-07',
        name: 'Harrow Barrier Inquiry – Vol. 07 – Transcripts, days 31–36 (redacted).pdf',
        state: 'processing',
        phase: 'kg_ingest',
        position: 24,
        bytes: 88_200_000,
        pages: 612,
        pagesDone: 612,
        chunks: some(326, 187),
        costUsd: 0.0912,
      },
      [...DONE, 'processing'],
    ),
    makeRow(
      {
        id: 'baseline',
        name: '2019-11-04 Kessler & Voigt – Geotechnical baseline report, Rev D (scanned).pdf',
        state: 'processing',
        phase: 'extraction',
        position: 25,
        bytes: 96_700_000,
        pages: 438,
        pagesDone: 311,
        chunks: some(141),
      },
      ['completed', 'processing', 'processing', 'pending'],
    ),
    makeRow(
      {
        id: 'minutes',
        name: 'Board minutes 2008–2014, Tideway Holdings, complete with annexes A–Q.pdf',
        state: 'waiting',
        phase: 'kg_ingest',
        position: 26,
        bytes: 102_400_000,
        pages: 1204,
        pagesDone: 1204,
        chunks: some(611),
      },
      [...DONE, 'pending'],
    ),
    makeRow(
      {
        id: 'kv-114',
        name: 'Exhibit KV-114 – Gate hinge pin metallurgy – lab notebook 3 of 5.pdf',
        state: 'waiting',
        phase: 'kg_ingest',
        position: 27,
        pages: 214,
        pagesDone: 214,
        chunks: some(96),
      },
      [...DONE, 'pending'],
    ),
    makeRow(
      {
        id: 'abschluss',
        name: 'Jahresabschluss 2011 Nordwerk Wasserbau GmbH (geprüft, unterzeichnet).pdf',
        state: 'processing',
        phase: 'extraction',
        position: 28,
        bytes: 54_900_000,
        pages: 166,
        pagesDone: 20,
        chunks: some(7),
      },
      ['completed', 'processing', 'processing', 'pending'],
    ),
    makeRow(
      {
        id: 'surge',
        name: 'Tidal surge of 14 January 2013 – hourly gauge readings and operator log.pdf',
        state: 'waiting',
        phase: 'extraction',
        position: 29,
        bytes: 73_300_000,
        pages: 902,
      },
      ['completed', 'pending'],
    ),
    makeRow(
      {
        id: 'c-2207',
        name: 'Contract C-2207, volume II – Schedules 1–38, executed copy.pdf',
        state: 'processing',
        position: 30,
        bytes: 99_800_000,
      },
      ['processing'],
    ),
    makeRow(
      {
        id: 'emails',
        name: 'Emails Aldous–Prentice 2012–2016, export (ordered by thread).pdf',
        position: 31,
        bytes: 57_100_000,
      },
      ['pending'],
    ),
  ]
}

/** Rows that ended badly, or with pages lost. */
export function lossyRows(): QueueRow[] {
  return [
    makeRow(
      {
        id: 'appendix-f',
        name: 'Appendix F – Hydraulic model runs 1–240 (protected).pdf',
        state: 'failed',
        phase: 'ingestion',
        position: 4,
        bytes: 84_000_000,
        endedAt: NOW - 5_000_000,
        error: errorOf('pdf_encrypted', 'expected a PDF that opens without a password, this one asks for one'),
      },
      ['completed', 'failed'],
    ),
    makeRow(
      {
        id: 'gate-5',
        name: 'Gate 5 inspection dive, 2011-08, stills and log (recovered).pdf',
        state: 'failed',
        phase: 'extraction',
        position: 5,
        bytes: 48_200_000,
        endedAt: NOW - 4_000_000,
        error: errorOf('pdf_corrupt', 'expected a whole PDF, the file ends at 48.2 MB before its table of pages'),
      },
      ['completed', 'dead'],
    ),
    makeRow(
      {
        id: 'certificates',
        name: 'Design certificates DC-19 to DC-44, Harrow Barrier – checking engineer’s file (scanned).pdf',
        state: 'completed',
        phase: null,
        position: 6,
        bytes: 91_300_000,
        endedAt: NOW - 3_000_000,
        pages: 412,
        pagesDone: 412,
        chunks: { total: 198, completed: 196, failed: 2, cancelled: 0 },
        gaps: 3,
        letters: 6,
        costUsd: 0.0979,
      },
      [...DONE, 'completed'],
    ),
    makeRow(
      {
        id: 'survey',
        name: 'Survey of the <b>north</b> wall & "annex" 2004.pdf',
        state: 'cancelled',
        phase: 'kg_ingest',
        position: 7,
        endedAt: NOW - 2_000_000,
        pages: 60,
        pagesDone: 60,
        chunks: { total: 30, completed: 4, failed: 0, cancelled: 26 },
        costUsd: 0.002,
      },
      [...DONE, 'cancelled'],
    ),
  ]
}

/** Any number of further rows behind the first, and of completed ones. */
export function fillRows(waiting: number, completed: number): QueueRow[] {
  const rows: QueueRow[] = []
  for (let i = 0; i < waiting; i += 1) {
    const name = `Environmental statement, chapter ${i + 1} – Sediment transport, figures ${i + 1}.1–${i + 1}.88.pdf`
    rows.push(
      makeRow({ id: `wait-${i}`, name, position: 100 + i, bytes: 40_000_000 + (i % 60) * 1_000_000 }, ['pending']),
    )
  }
  for (let i = 0; i < completed; i += 1) {
    const total = 60 + (i % 40)
    rows.push(
      makeRow(
        {
          id: `done-${i}`,
          name: `Witness statement ${i + 1}, signed and dated.pdf`,
          state: 'completed',
          phase: null,
          position: 8 + i,
          endedAt: NOW - 6_000_000 - i * 60_000,
          pages: total * 2,
          pagesDone: total * 2,
          chunks: { total, completed: total, failed: 0, cancelled: 0 },
          costUsd: total * CENT_A_CHUNK,
        },
        [...DONE, 'completed'],
      ),
    )
  }
  return rows
}
