import { PHASES, type Phase } from '../../../src-shared/model/phase.ts'
import type { Store } from '../ports.ts'

interface PauseState {
  all: boolean
  phases: Phase[]
  /** "Finish this document": it may go on although all is paused. */
  except: string | null
}

const KEY = 'queue.paused'

/** A pause set by a person: kept over restarts until a person takes it back. */
export interface Pauses {
  state(): { all: boolean; phases: Phase[] }
  /** Whether nothing new of a phase may begin; `exception` may still when only all is paused. */
  blocks(phase: Phase): boolean
  /** Whether the phase itself is paused: then no document is excepted. */
  blocksPhase(phase: Phase): boolean
  /** Whether a phase may go on with this document. */
  allows(phase: Phase, documentId: string): boolean
  /** The one document that may be finished, while all else is paused. */
  exception(): string | null
  pause(phase: Phase | null, finishing: string | null): Promise<void>
  resume(phase: Phase | null): Promise<void>
  /** The excepted document has ended. */
  ended(documentId: string): Promise<void>
}

export async function createPauses(store: Store): Promise<Pauses> {
  let state = parse((await store.readSettings(KEY))[KEY])
  const save = async (next: PauseState) => {
    await store.writeSetting(KEY, next)
    state = next
  }
  return {
    state: () => ({ all: state.all, phases: [...state.phases] }),
    blocks: (phase) => state.all || state.phases.includes(phase),
    blocksPhase: (phase) => state.phases.includes(phase),
    allows: (phase, documentId) => !state.phases.includes(phase) && (!state.all || state.except === documentId),
    exception: () => (state.all ? state.except : null),
    pause: (phase, finishing) =>
      phase === null
        ? save({ ...state, all: true, except: finishing })
        : save({ ...state, phases: PHASES.filter((p) => p === phase || state.phases.includes(p)) }),
    resume: (phase) =>
      phase === null
        ? save({ all: false, phases: [], except: null })
        : save({ ...state, phases: state.phases.filter((p) => p !== phase) }),
    async ended(documentId) {
      if (state.except === documentId) await save({ ...state, except: null })
    },
  }
}

function parse(value: unknown): PauseState {
  const raw = (value ?? {}) as Partial<PauseState>
  return {
    all: raw.all === true,
    phases: PHASES.filter((phase) => raw.phases?.includes(phase)),
    except: raw.except ?? null,
  }
}
