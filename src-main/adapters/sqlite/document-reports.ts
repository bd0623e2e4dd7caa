import type { CommandOutput } from '../../../src-shared/contract/commands.ts'
import type { DocumentReport } from '../../../src-shared/contract/schemas.ts'
import type { ChunkState } from '../../../src-shared/model/document.ts'
import type { JobStatus, Phase } from '../../../src-shared/model/phase.ts'
import type { EpochMs, ReportStore, Spent } from '../../engine/ports.ts'
import type { Database } from './database.ts'
import { createGapReader, pagesOf } from './gaps.ts'
import {
  type CountColumns,
  chunkCountsOf,
  estimateOf,
  NOTHING_SPENT,
  SPEND_COLUMNS,
  type SpendColumns,
  spendOf,
  spoiltColumn,
} from './report-columns.ts'
import { DOCUMENT_COLUMNS, type DocumentColumns, type ErrorColumns, errorOf } from './rows.ts'

interface ReportColumns extends DocumentColumns, CountColumns {
  pages_text: number
  pages_empty: number
  pages_scanned: number
  pages_recognised: number
  pages_failed: number
  discarded: number
  file_removed_at: number | null
}

interface PhaseColumns extends ErrorColumns {
  phase: Phase
  status: JobStatus
  part: number
  retry_count: number
  started_at: number | null
  completed_at: number | null
}

interface ChunkColumns extends ErrorColumns {
  id: number
  discarded: number
  ordinal: number
  state: ChunkState
  reused: number
  facts: number
  dropped_facts: number
  estimated_input: number
  estimated_output: number
  started_at: number | null
  ended_at: number | null
  spans: string
  headings: string
  removed_at: number | null
}

const REPORT_COLUMNS = `${DOCUMENT_COLUMNS}, d.pages_text, d.pages_empty, d.pages_scanned, d.pages_recognised, d.pages_failed,
  d.chunks_pending, d.chunks_completed, d.chunks_failed, d.chunks_cancelled, d.estimated_input, d.estimated_output, d.cost, d.discarded, d.file_removed_at`

/** Of a chunk that no kept answer tells of any more: when the last one went. */
const REMOVED_AT = `CASE WHEN state = 'completed' AND NOT EXISTS (SELECT 1 FROM llm_call c
    WHERE c.text_sha = chunk.sha256 AND c.answer IS NOT NULL AND c.verdict = 'valid')
  THEN (SELECT max(c.answer_removed_at) FROM llm_call c
    WHERE c.text_sha = chunk.sha256 AND c.answer_removed_at IS NOT NULL) END`

export function createDocumentReports(
  database: Database,
): Pick<ReportStore, 'reportIds' | 'documentReports' | 'phaseReports' | 'chunkReports' | 'spent'> {
  const { sql, read } = database
  const gapsOf = createGapReader(database)

  const all = sql.prepare<[], string>('SELECT id FROM document WHERE deleted_at IS NULL ORDER BY position').pluck()
  const endedSince = sql
    .prepare<[EpochMs], string>('SELECT id FROM document WHERE deleted_at IS NULL AND ended_at >= ? ORDER BY position')
    .pluck()
  const named = sql.prepare<[string], ReportColumns>(
    `SELECT ${REPORT_COLUMNS} FROM json_each(?) AS wanted CROSS JOIN document d ON d.id = wanted.value
     WHERE d.deleted_at IS NULL ORDER BY wanted.key`,
  )
  const counts = sql.prepare<[string], CountColumns>(
    `SELECT provider, chunks_pending, chunks_completed, chunks_failed, chunks_cancelled, estimated_input, estimated_output, cost
     FROM document WHERE id = ?`,
  )
  const spendByDocument = sql.prepare<[{ id: string }], SpendColumns>(
    `SELECT ${spoiltColumn('document_id = @id')}, ${SPEND_COLUMNS} FROM llm_call WHERE document_id = @id`,
  )
  const spendByChunk = sql.prepare<
    [{ id: string; from: number; to: number }],
    SpendColumns & { chunk_id: number; repairs: number }
  >(
    `SELECT chunk_id, count(*) FILTER (WHERE pass > 0) AS repairs, ${SPEND_COLUMNS},
       coalesce(sum(cost) FILTER (WHERE verdict = 'spoilt'), 0) AS spoilt FROM llm_call
     WHERE document_id = @id AND chunk_id IN
       (SELECT id FROM chunk WHERE document_id = @id AND ordinal >= @from AND ordinal < @to) GROUP BY chunk_id`,
  )
  const reusedBy = sql.prepare<[string], { reused: number }>(
    'SELECT coalesce(sum(reused), 0) AS reused FROM chunk WHERE document_id = ?',
  )
  const spend = sql.prepare<[], SpendColumns>(`SELECT ${spoiltColumn('true')}, ${SPEND_COLUMNS} FROM llm_call`)
  const spendSince = sql.prepare<[{ since: EpochMs }], SpendColumns>(
    `SELECT ${spoiltColumn('ended_at >= @since')}, ${SPEND_COLUMNS} FROM llm_call WHERE ended_at >= @since`,
  )
  const phases = sql.prepare<[string], PhaseColumns>(
    `SELECT phase, status, part, retry_count, started_at, completed_at, error_code, error_message, error_remedy
     FROM processing_job WHERE document_id = ? ORDER BY id`,
  )
  const chunks = sql.prepare<[{ id: string; from: number; to: number }], ChunkColumns>(
    `SELECT id, ordinal, state, reused, facts, dropped_facts, estimated_input, estimated_output, started_at, ended_at,
       discarded, error_code, error_message, error_remedy, spans, headings, ${REMOVED_AT} AS removed_at FROM chunk
     WHERE document_id = @id AND ordinal >= @from AND ordinal < @to ORDER BY ordinal`,
  )

  function spentOn(documentId: string): Spent {
    return spendOf(spendByDocument.get({ id: documentId }) ?? NOTHING_SPENT, reusedBy.get(documentId)?.reused ?? 0)
  }

  function reportOf(row: ReportColumns, model: string): DocumentReport {
    const lossy = row.state === 'completed' && (row.chunks_failed > 0 || row.pages_failed > 0)
    return {
      id: row.id,
      name: row.name,
      path: row.path,
      title: row.title,
      sha256: row.sha256,
      fileRemovedAt: row.file_removed_at,
      bytes: row.bytes,
      group: row.group_id,
      provider: row.provider,
      state: row.state,
      addedAt: row.added_at,
      endedAt: row.ended_at,
      pages: row.pages,
      coverage: {
        text: row.pages_text,
        empty: row.pages_empty,
        scanned: row.pages_scanned,
        recognised: row.pages_recognised,
        failed: row.pages_failed,
      },
      chunks: chunkCountsOf(row),
      ...spentOn(row.id),
      estimate: estimateOf(row, model),
      seconds: seconds(row.started_at, row.ended_at ?? database.now()),
      gaps: lossy ? gapsOf(row.id) : [],
      error: errorOf(row),
      discarded: row.discarded === 1,
    }
  }

  function phaseRows(documentId: string): CommandOutput<'report.document'>['phases'] {
    const row = counts.get(documentId)
    if (!row) return []
    const parts: Record<Phase, (part: number) => number> = {
      ingestion: (part) => part,
      extraction: (part) => part,
      chunking: () => chunkCountsOf(row).total,
      kg_ingest: () => row.chunks_completed + row.chunks_failed,
    }
    return phases.all(documentId).map((job) => ({
      phase: job.phase,
      status: job.status,
      parts: parts[job.phase](job.part),
      retries: job.retry_count,
      startedAt: job.started_at,
      completedAt: job.completed_at,
      seconds: seconds(job.started_at, job.completed_at ?? database.now()),
      error: errorOf(job),
    }))
  }

  function chunkRows(id: string, from: number, to: number): CommandOutput<'report.document'>['chunkRows'] {
    const spent = new Map(spendByChunk.all({ id, from, to }).map((row) => [row.chunk_id, row]))
    return chunks.all({ id, from, to }).map((row) => ({
      ordinal: row.ordinal,
      pages: pagesOf(row.spans),
      headings: JSON.parse(row.headings) as string[],
      state: row.state,
      repairs: spent.get(row.id)?.repairs ?? 0,
      estimated: { input: row.estimated_input, output: row.estimated_output },
      ...spendOf(spent.get(row.id) ?? NOTHING_SPENT, row.reused),
      seconds: row.ended_at === null ? 0 : seconds(row.started_at, row.ended_at),
      facts: row.facts,
      droppedFacts: row.dropped_facts,
      answerRemovedAt: row.removed_at,
      error: errorOf(row),
      discarded: row.discarded === 1,
    }))
  }

  return {
    reportIds: (since) => read(() => (since === null ? all.all() : endedSince.all(since))),
    documentReports: (documentIds, model) =>
      read(() => named.all(JSON.stringify(documentIds)).map((row) => reportOf(row, model))),
    phaseReports: (documentId) => read(() => phaseRows(documentId)),
    chunkReports: (documentId, from, to) => read(() => chunkRows(documentId, from, to)),
    spent: (since) =>
      read(() => spendOf((since === null ? spend.get() : spendSince.get({ since })) ?? NOTHING_SPENT, 0)),
  }
}

function seconds(from: EpochMs | null, to: EpochMs): number {
  return from === null ? 0 : Math.max(0, to - from) / 1000
}
