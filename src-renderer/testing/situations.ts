import type { Progress } from '../../src-shared/contract/events.ts'
import { SluiceError } from '../../src-shared/contract/errors.ts'
import { settingsAnswers } from '../features/settings/testing/answers.ts'
import { createFakeClient, type FakeClient, type FakeEngine } from './fake-client.ts'
import { errorOf, fillRows, leadingRows, lossyRows, NOW } from './rows.ts'
import { makeWindow } from './window.ts'

export function makeProgress(over: Partial<Progress> = {}): Progress {
  return {
    state: 'running',
    waitReason: null,
    paused: { all: false, phases: [], finishing: null },
    provider: 'anthropic',
    current: null,
    documentsLeft: 0,
    documentsEnded: 0,
    chunksLeft: 0,
    utilisationPct: 0,
    tokensPerMinute: 0,
    tokens: 0,
    costUsd: 0,
    etaMs: null,
    msPerChunk: null,
    documentsWorking: 0,
    documentsLossy: 0,
    letters: 0,
    today: { costUsd: 0, refused: 0, paidTwice: 0, unknown: 0 },
    waitingCostUsd: 0,
    ...over,
  }
}

function running(waiting: number, completed: number): FakeEngine {
  const rows = [...leadingRows(), ...fillRows(waiting, completed), ...lossyRows()]
  return {
    rows,
    progress: makeProgress({
      waitReason: {
        kind: 'output tokens',
        text: 'output tokens',
        since: NOW,
        until: NOW + 4000,
        error: null,
        needsPerson: false,
      },
      current: {
        documentId: 'vol-07',
        name: rows[0]?.name ?? '',
        phase: 'kg_ingest',
        chunksDone: 187,
        chunksTotal: 326,
        pagesDone: 612,
        pages: 612,
      },
      documentsLeft: waiting + 8,
      documentsEnded: completed + 4,
      chunksLeft: 994,
      utilisationPct: 76,
      tokensPerMinute: 8200,
      tokens: 1_204_000,
      costUsd: 0.61,
      etaMs: 24 * 3_600_000,
      msPerChunk: 5300,
      documentsWorking: 3,
      documentsLossy: 3,
      letters: 8,
      today: { costUsd: 0.61, refused: 0, paidTwice: 0, unknown: 0 },
      waitingCostUsd: 2.09,
    }),
    window: makeWindow('shut'),
    paused: { all: false, phases: [], finishing: null },
    activities: [],
    transfers: [],
  }
}

/** What a screen that cannot have its answer shows. */
const noAnswer = () =>
  Promise.reject(new SluiceError('store_failed', 'expected an answer of the database, it reports a disk error'))

/** As long as a file's name may be: without a space, and in letters that are wide. */
const LONG_NAMES = ['ab12_'.repeat(36), 'ШИРОТА'.repeat(25)]

/** What the window is shown over, by name. */
export const SITUATIONS = {
  queue: () => createFakeClient(running(112, 20)),
  open: () => createFakeClient({ ...running(112, 20), window: makeWindow('open') }),
  many: () => createFakeClient(running(9000, 988)),
  paused: () => {
    const engine = running(112, 20)
    return createFakeClient({
      ...engine,
      paused: { all: true, phases: [], finishing: null },
      progress: {
        ...engine.progress,
        state: 'paused',
        documentsWorking: 0,
        waitReason: { kind: 'paused', text: 'paused', since: NOW, until: null, error: null, needsPerson: false },
      },
      window: makeWindow('paused'),
    })
  },
  whole: () => {
    const engine = running(112, 20)
    const rows = engine.rows.filter(({ letters }) => letters === 0)
    return createFakeClient({ ...engine, rows, progress: { ...engine.progress, documentsLossy: 0, letters: 0 } })
  },
  finishing: () => createFakeClient({ ...running(112, 20), paused: { all: true, phases: [], finishing: 'vol-07' } }),
  phases: () =>
    createFakeClient({
      ...running(112, 20),
      paused: { all: false, phases: ['extraction', 'chunking'], finishing: null },
    }),
  first: () => {
    const engine = running(30, 0)
    const rows = engine.rows.map((row) => ({ ...row, costUsd: 0 }))
    const progress = { ...engine.progress, costUsd: 0, today: { ...engine.progress.today, costUsd: 0 } }
    return createFakeClient({ ...engine, rows, progress })
  },
  failing: () => {
    const engine = running(112, 20)
    const error = errorOf('key_rejected', 'expected the API to accept the key, it answered 401 authentication_error')
    return createFakeClient(
      {
        ...engine,
        progress: {
          ...engine.progress,
          state: 'waiting',
          etaMs: null,
          waitReason: {
            kind: 'service',
            text: 'key rejected',
            since: NOW - 300_000,
            until: null,
            error,
            needsPerson: true,
          },
        },
        window: makeWindow('held'),
      },
      settingsAnswers({ rejects: 'key_rejected' }),
    )
  },
  /** Once the queue is there. */
  broken: () => {
    let asked = 0
    return createFakeClient(running(112, 20), {
      'graph.stats': noAnswer,
      'activity.list': async () => (asked++ === 0 ? { activities: [] } : noAnswer()),
      'config.get': noAnswer,
      'key.get': noAnswer,
    })
  },
  uploading: () => {
    const engine = running(112, 20)
    return createFakeClient({
      ...engine,
      transfers: [
        {
          name: 'Letters and notices, Tideway Holdings to its contractors, 2014 (bound).pdf',
          bytes: 96e6,
          sent: 41e6,
          error: null,
        },
        { name: 'Pleadings bundle 2.pdf', bytes: 12e6, sent: 12e6, error: null },
        {
          name: 'notes.docx',
          bytes: 12e3,
          sent: 0,
          error: 'Sluice reads PDF files; convert the file to PDF and add it again.',
        },
      ],
    })
  },
  offline: () =>
    createFakeClient(
      {
        ...running(0, 3),
        rows: fillRows(0, 3).map((row) => ({ ...row, provider: 'offline', costUsd: 0 })),
        progress: makeProgress({ state: 'idle', documentsEnded: 3 }),
        window: makeWindow('idle'),
      },
      { 'offline.get': async () => ({ documents: 3, chunks: 214, costUsd: 0.104 }) },
    ),
  long: () => {
    const engine = running(112, 20)
    const rows = engine.rows.map((row, i) => ({ ...row, name: `${LONG_NAMES[i % 2]} ${row.name}` }))
    return createFakeClient({ ...engine, rows })
  },
  assumed: () => {
    const engine = running(112, 20)
    const { window } = engine
    const limits = window.limits.map((limit) => ({ ...limit, source: 'assumed' as const }))
    return createFakeClient({ ...engine, window: { ...window, limits } })
  },
  empty: () =>
    createFakeClient(
      {
        rows: [],
        progress: makeProgress({ state: 'idle', provider: 'offline' }),
        window: { ...makeWindow('open'), limits: [], callsInFlight: 0 },
        paused: { all: false, phases: [], finishing: null },
        activities: [],
        transfers: [],
      },
      { 'key.get': async () => ({ key: null }) },
    ),
} satisfies Record<string, () => FakeClient>

export type Situation = keyof typeof SITUATIONS
