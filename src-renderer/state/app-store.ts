import { create } from 'zustand'
import type { Activity, Progress, TokenWindow } from '../../src-shared/contract/events.ts'
import type { CommandOutput } from '../../src-shared/contract/commands.ts'
import type { PauseState, QueueRow } from '../../src-shared/contract/schemas.ts'
import type { Transfer } from '../client/client.ts'

type WindowHistory = Omit<CommandOutput<'window.get'>, 'now'>

/** What the engine has told the window, and nothing of the window's own. Screens select parts of it. */
export interface AppState {
  online: boolean
  /** Null until the first answer. */
  progress: Progress | null
  paused: PauseState
  rows: ReadonlyMap<string, QueueRow>
  /** Ids in the order of the queue, what has ended after what waits. */
  order: readonly string[]
  window: TokenWindow | null
  history: WindowHistory | null
  /** Newest first, the last few hundred. */
  activities: readonly Activity[]
  transfers: readonly Transfer[]
}

export const EMPTY_STATE: AppState = {
  online: false,
  progress: null,
  paused: { all: false, phases: [], finishing: null },
  rows: new Map(),
  order: [],
  window: null,
  history: null,
  activities: [],
  transfers: [],
}

export const useApp = create<AppState>(() => EMPTY_STATE)
