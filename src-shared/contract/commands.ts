import { z } from 'zod'
import { PAGE_STATES } from '../model/document.ts'
import { JOB_STATUSES } from '../model/phase.ts'
import { EVENTS, progress, engineState, tokenWindow, waitReason } from './events.ts'
import {
  calls,
  chunkReport,
  count,
  documentReport,
  epochMs,
  errorCode,
  errorInfo,
  graphCounts,
  letter,
  limitRow,
  paid,
  pauseState,
  phase,
  phaseReport,
  priority,
  queueRow,
  tokens,
  totals,
} from './schemas.ts'

export type { LimitRow } from './schemas.ts'

const nothing = z.object({})
const keptDays = z.number().min(0).max(36_500)
const documentRef = z.string().min(1).describe('the id of a document, the beginning of one, or its name')

/** Which dead letters are meant. Without a document those of all; `chunk`, by ordinal, and `page` are of a document. */
const letterChoice = z.object({
  document: documentRef.optional(),
  gap: errorCode.optional(),
  chunk: count.optional(),
  page: count.optional(),
})

const graphEntity = z.object({
  uuid: z.string(),
  name: z.string(),
  type: z.string(),
  summary: z.string(),
  aliases: z.array(z.string()),
  mentions: count,
})

/** A fact with the place it came from: every fact leads to document, page and quote. */
const graphFact = z.object({
  uuid: z.string(),
  source: z.string(),
  relation: z.string(),
  target: z.string(),
  fact: z.string(),
  validAt: z.string().nullable(),
  invalidAt: z.string().nullable(),
  evidence: z.array(z.object({ documentId: z.string(), document: z.string(), page: count, quote: z.string() })),
})

const settingRow = z.object({
  name: z.string(),
  value: z.union([z.string(), z.number()]),
  default: z.union([z.string(), z.number()]),
  source: z.enum(['default', 'saved', 'environment', 'flag']),
  unit: z.string(),
  bounds: z.string(),
  environment: z.string(),
  about: z.string(),
})
export type SettingRow = z.output<typeof settingRow>

/** `backup`: made by itself or asked for; `before-update`: before a newer version changed the database; `set-aside`: by a restore. */
const backup = z.object({
  at: epochMs,
  path: z.string(),
  bytes: count,
  kind: z.enum(['backup', 'before-update', 'set-aside']),
})

/**
 * Every command of the engine, once: input and output. Hosts are transports of this map.
 * A command that fails rejects with a SluiceError; its code is one of `ERRORS`.
 */
export const COMMANDS = {
  /** Adds files to the queue by path; a folder is walked by the host before. */
  'documents.add': {
    input: z.object({
      files: z.array(z.object({ path: z.string(), bytes: count, modifiedMs: z.number() })).max(1000),
      priority: priority.default('normal'),
      group: z.string().optional(),
    }),
    output: z.object({
      documents: z.array(z.object({ id: z.string(), path: z.string(), position: count, already: z.boolean() })),
    }),
  },
  /**
   * Removes a document with its text, facts and answers; the ledger keeps what was paid for it. `erased`: answers that the
   * same text would have to be paid for again. `backups`: copies of the database that may still hold it.
   */
  'documents.delete': {
    input: z.object({ document: documentRef }),
    output: z.object({
      id: z.string(),
      name: z.string(),
      erased: z.object({ answers: count, costUsd: z.number() }),
      backups: z.array(backup),
    }),
  },
  'queue.get': {
    input: z.object({ ended: z.boolean().default(false) }),
    output: z.object({
      state: engineState,
      waitReason: waitReason.nullable(),
      paused: pauseState,
      size: count,
      current: z.string().nullable(),
      documents: z.array(queueRow),
    }),
  },
  'queue.progress': { input: nothing, output: progress },
  /** `finishDocument`: stop only when the document being worked on has ended; at once if its phase is paused. */
  'queue.pause': {
    input: z.object({ phase: phase.optional(), finishDocument: z.boolean().default(false) }),
    output: pauseState,
  },
  'queue.resume': {
    input: z.object({ phase: phase.optional() }),
    output: pauseState,
  },
  /**
   * Without a document: everything that failed. With one: it alone; `phase`: from that phase on; `gaps`: what it lost, and
   * nothing else; `gap`, `chunk`, `page`: of what it lost the gap with this code, this chunk, this page alone. What was
   * discarded is left alone unless it is named (document, chunk, page), or meant by `discarded`: then it alone. From a phase
   * on it is refused with its price where answers were removed by their age, unless `pay` says that they may be paid again.
   */
  'queue.retry': {
    input: letterChoice.extend({
      phase: phase.optional(),
      gaps: z.boolean().default(false),
      discarded: z.boolean().optional(),
      pay: z.boolean().optional(),
    }),
    output: z.object({ documents: z.array(z.string()) }),
  },
  /** `cancelled`: false where it had ended before, which changes nothing. */
  'queue.cancel': {
    input: z.object({ document: documentRef }),
    output: z.object({ id: z.string(), name: z.string(), cancelled: z.boolean() }),
  },
  /** What waits for a person, by document in the order of arrival. `total`: without regard to cursor and limit. */
  'letters.list': {
    input: z.object({
      document: documentRef.optional(),
      /** Those that were discarded, instead. */
      discarded: z.boolean().default(false),
      cursor: z
        .string()
        .regex(/^\d{1,15}\.[012]\.\d{1,15}$/)
        .nullable()
        .default(null),
      limit: count.min(1).max(10_000).default(100),
    }),
    output: z.object({ letters: z.array(letter), cursor: z.string().nullable(), total: count }),
  },
  /** A person wants nothing more of them: they wait no longer, stay what they are in every report, and can be retried. */
  'letters.discard': {
    input: letterChoice,
    output: z.object({ letters: count, documents: z.array(z.string()) }),
  },
  'jobs.list': {
    input: z.object({
      phase: phase.optional(),
      status: z.enum(JOB_STATUSES).optional(),
      limit: count.max(10_000).default(1000),
    }),
    output: z.object({
      jobs: z.array(
        z.object({
          id: count,
          documentId: z.string(),
          name: z.string(),
          phase,
          status: z.enum(JOB_STATUSES),
          retries: count,
          availableAt: epochMs,
          error: errorInfo.nullable(),
        }),
      ),
    }),
  },
  /** `since`: only what ended at or after that time, for the report of one run. */
  'report.get': {
    input: z.object({ since: epochMs.optional() }),
    output: z.object({ documents: z.array(documentReport), totals }),
  },
  'report.document': {
    input: z.object({ document: documentRef }),
    output: documentReport.extend({
      phases: z.array(phaseReport),
      chunkRows: z.array(chunkReport),
      /** Chunks whose answers were removed by their age, the last at `at`; what asking them again would take by the estimate. */
      removedAnswers: z
        .object({ chunks: count, at: epochMs, input: count, output: count, costUsd: z.number() })
        .nullable(),
    }),
  },
  /** Every page in its counted state, with the facts that quote it. */
  'document.pages': {
    input: z.object({ document: documentRef }),
    output: z.object({
      pages: z.array(z.object({ number: count, label: z.string(), state: z.enum(PAGE_STATES), facts: count })),
    }),
  },
  /** One chunk as it was read, with what it gave. `answer`: of a chunk that failed, what the model said. */
  'document.chunk': {
    input: z.object({ document: documentRef, ordinal: count }),
    output: z.object({
      ordinal: count,
      headings: z.array(z.string()),
      text: z.string(),
      /** Which page each stretch of the text came from; offsets in UTF-16 units, end exclusive. */
      spans: z.array(z.object({ page: count, start: count, end: count })),
      facts: z.array(
        z.object({
          source: z.string(),
          relation: z.string(),
          target: z.string(),
          fact: z.string(),
          page: count,
          quote: z.string(),
        }),
      ),
      answer: z.string().nullable(),
      error: errorInfo.nullable(),
    }),
  },
  /** Documents that the offline finder read, and what a model would cost for them; nothing is started. */
  'offline.get': { input: nothing, output: z.object({ documents: count, chunks: count, costUsd: z.number() }) },
  /** A model reads them again; what the finder found stays until each chunk is replaced. */
  'offline.reread': { input: nothing, output: z.object({ documents: z.array(z.string()) }) },
  /** The documents that come with Sluice, to try it. */
  'samples.add': { input: nothing, output: z.object({ documents: z.array(z.string()) }) },
  /** What happened, newest first. `kinds`: beginnings of kinds, such as "document.". */
  'activity.list': {
    input: z.object({
      before: count.nullable().default(null),
      kinds: z.array(z.string()).default([]),
      limit: count.min(1).max(500).default(100),
    }),
    output: z.object({ activities: z.array(EVENTS.activity) }),
  },
  /** Where the API key comes from and how it ends; the key itself is never given. */
  'key.get': {
    input: nothing,
    output: z.object({
      key: z.object({ source: z.enum(['environment', 'keyring', 'file']), ending: z.string() }).nullable(),
    }),
  },
  /** Kept with the OS's protection where there is one. Null forgets it. */
  'key.set': {
    input: z.object({ key: z.string().trim().min(1).max(500).nullable() }),
    output: z.object({ source: z.enum(['keyring', 'file']).nullable() }),
  },
  /** Asks the API whether the key may use the model; free. Limits: those it named. */
  'key.check': {
    input: nothing,
    output: z.object({
      ok: z.boolean(),
      model: z.string(),
      error: errorInfo.nullable(),
      limits: z.object({ requests: count.nullable(), input: count.nullable(), output: count.nullable() }),
    }),
  },
  'host.info': {
    input: nothing,
    output: z.object({ version: z.string(), dataFolder: z.string(), samples: z.boolean() }),
  },
  /** What one run did, from `since` on: documents and calls by outcome; the graph as it stands. */
  'report.run': {
    input: z.object({ since: epochMs }),
    output: z.object({
      documents: z.object({ completed: count, failed: count, cancelled: count, known: count }),
      chunks: z.object({ total: count, completed: count, failed: count }),
      tokens,
      calls,
      ...paid,
      graph: graphCounts,
      gaps: count,
    }),
  },
  /** The last ten minutes, one value a step, oldest first; null where nothing was known. */
  'window.get': {
    input: nothing,
    output: z.object({
      now: tokenWindow,
      stepMs: z.number(),
      history: z.object({
        requests: z.array(z.number()),
        input: z.array(z.number()),
        output: z.array(z.number()),
      }),
    }),
  },
  'limits.get': { input: nothing, output: z.object({ limits: z.array(limitRow) }) },
  'graph.stats': {
    input: z.object({ group: z.string().optional() }),
    output: graphCounts.extend({ types: z.record(z.string(), count) }),
  },
  'graph.search': {
    input: z.object({
      query: z.string().min(1),
      group: z.string().optional(),
      limit: count.min(1).max(200).default(20),
    }),
    output: z.object({ entities: z.array(graphEntity.extend({ facts: z.array(graphFact) })) }),
  },
  /** Entities by how often they are mentioned. */
  'graph.entities': {
    input: z.object({
      type: z.string().optional(),
      group: z.string().optional(),
      cursor: z.string().nullable().default(null),
    }),
    output: z.object({ entities: z.array(graphEntity), cursor: z.string().nullable() }),
  },
  'graph.entity': {
    input: z.object({ uuid: z.string() }),
    output: z.object({
      entity: graphEntity,
      facts: z.array(graphFact.extend({ sourceUuid: z.string(), targetUuid: z.string() })),
    }),
  },
  /** One slice of the graph in a fixed order; `cursor` of the answer asks for the next, null ends. */
  'graph.slice': {
    input: z.object({ group: z.string().optional(), cursor: z.string().nullable().default(null) }),
    output: z.object({
      entities: z.array(graphEntity),
      facts: z.array(graphFact.extend({ sourceUuid: z.string(), targetUuid: z.string() })),
      cursor: z.string().nullable(),
    }),
  },
  /** Copies of the database, newest first. */
  'backups.list': { input: nothing, output: z.object({ backups: z.array(backup) }) },
  /** Makes one now, while the queue is worked. */
  'backups.make': { input: nothing, output: backup },
  /**
   * What is older than the settings keep it, or than the days given would: it goes while the queue is worked, not before
   * half an hour has passed. Tokens and cost as they were billed: about what asking again would take. `removed`: ever so far.
   */
  'retention.get': {
    input: z.object({ keepAnswersDays: keptDays.optional(), keepFilesDays: keptDays.optional() }),
    output: z.object({
      answers: z.object({ days: z.number(), answers: count, input: count, output: count, costUsd: z.number() }),
      files: z.object({ days: z.number(), files: count, bytes: count }),
      removed: z.object({ answers: count, costUsd: z.number(), files: count, bytes: count }),
    }),
  },
  'config.get': { input: nothing, output: z.object({ settings: z.array(settingRow) }) },
  /** `value` null takes the saved setting back. */
  'config.set': {
    input: z.object({ name: z.string(), value: z.union([z.string(), z.number()]).nullable() }),
    output: settingRow,
  },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>

export type CommandName = keyof typeof COMMANDS
export type CommandInput<K extends CommandName> = z.input<(typeof COMMANDS)[K]['input']>
export type CommandArgs<K extends CommandName> = z.output<(typeof COMMANDS)[K]['input']>
export type CommandOutput<K extends CommandName> = z.output<(typeof COMMANDS)[K]['output']>

/** The engine's side: inputs are parsed, with defaults filled in. */
export type CommandHandlers = { [K in CommandName]: (input: CommandArgs<K>) => Promise<CommandOutput<K>> }
