import type { PauseState } from '../../../src-shared/contract/schemas.ts'
import { PHASES, type Phase } from '../../../src-shared/model/phase.ts'
import type { Store } from '../ports.ts'

const KEY = 'queue.paused'

/** A pause set by a person: kept over restarts until a person takes it back. */
export interface Pauses {
  state(): PauseState
  /** Whether nothing of a phase may go on, the document that is being finished included. */
  blocks(phase: Phase): boolean
  /** Whether a phase may go on with this document. */
  allows(phase: Phase, documentId: string): boolean
  /** The one document that may be finished, while all else is paused. */
  finishing(): string | null
  /** `finishing`: the document that may end before all stands still. */
  pause(phase: Phase | null, finishing: string | null): Promise<void>
  resume(phase: Phase | null): Promise<void>
  /** The document has ended, whatever its end was. */
  ended(documentId: string): Promise<void>
}

export async function createPauses(store: Store): Promise<Pauses> {
  let state = await restored(store, parse((await store.readSettings(KEY))[KEY]))
  let saved: Promise<void> = Promise.resolve()
  /** One at a time: a second change, made while the first is still being written, must not undo it. */
  const change = (to: (from: PauseState) => PauseState) => {
    saved = saved
      .catch(() => {})
      .then(async () => {
        const next = to(state)
        await store.writeSetting(KEY, next)
        state = next
      })
    return saved
  }
  return {
    state: () => ({ ...state, phases: [...state.phases] }),
    blocks: (phase) => state.phases.includes(phase) || (state.all && state.finishing === null),
    allows: (phase, documentId) => !state.phases.includes(phase) && (!state.all || state.finishing === documentId),
    finishing: () => state.finishing,
    pause: (phase, finishing) =>
      phase === null
        ? change((from) => ({ ...from, all: true, finishing }))
        : change((from) => ({ ...from, phases: PHASES.filter((p) => p === phase || from.phases.includes(p)) })),
    resume: (phase) =>
      phase === null
        ? change(() => ({ all: false, phases: [], finishing: null }))
        : change((from) => ({ ...from, phases: from.phases.filter((p) => p !== phase) })),
    async ended(documentId) {
      if (state.finishing !== documentId) return
      // Also where it cannot be kept now: a document that has ended is not waited for after a restart either.
      state = { ...state, finishing: null }
      await change((from) => (from.finishing === documentId ? { ...from, finishing: null } : from))
    },
  }
}

/** A document that ended just before the engine died is not waited for. */
async function restored(store: Store, state: PauseState): Promise<PauseState> {
  if (state.finishing === null) return state
  const document = await store.document(state.finishing)
  return document !== null && document.endedAt === null ? state : { ...state, finishing: null }
}

function parse(value: unknown): PauseState {
  const raw = (value ?? {}) as Partial<PauseState>
  const all = raw.all === true
  return {
    all,
    phases: PHASES.filter((phase) => raw.phases?.includes(phase)),
    finishing: all ? (raw.finishing ?? null) : null,
  }
}
