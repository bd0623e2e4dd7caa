/** The phases of a document, in the order they run. Each is a persistent queue of jobs. */
export const PHASES = ['ingestion', 'extraction', 'chunking', 'kg_ingest'] as const
export type Phase = (typeof PHASES)[number]

/** As people read them. */
export const PHASE_NAMES: Record<Phase, string> = {
  ingestion: 'Intake',
  extraction: 'Extraction',
  chunking: 'Chunking',
  kg_ingest: 'Graph',
}

/** `failed`: at once; `dead`: after it had been tried again. A person can retry either. */
export const JOB_STATUSES = ['pending', 'processing', 'completed', 'failed', 'dead', 'cancelled'] as const
export type JobStatus = (typeof JOB_STATUSES)[number]
