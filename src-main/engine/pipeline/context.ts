import type { Settings } from '../../../src-shared/model/settings.ts'
import type { Provider } from '../../../src-shared/model/document.ts'
import type { MicroUsd } from '../../../src-shared/model/money.ts'
import type { EpochMs } from '../ports.ts'
import type { EnginePorts } from '../engine.ts'
import type { Pauses } from '../queue/pauses.ts'
import type { Signal } from '../queue/signal.ts'
import type { Cancellation } from '../resilience/cancellation.ts'
import type { Lane } from '../resilience/lane.ts'
import type { LocalHolds } from '../resilience/local-holds.ts'
import type { KeptBytes } from './kept-bytes.ts'
import type { NamedHold } from './named-hold.ts'

/** What every phase works with. */
export interface PipelineContext {
  ports: EnginePorts
  bytes: KeptBytes
  settings(): Settings
  pauses: Pauses
  /** Notified whenever a phase may have something new to do. */
  changed: Signal
  /** Notified at every step of a call or a chunk as well: no phase has to look at its queue for those. */
  stepped: Signal
  /** The lane to the API. */
  lane: Lane
  namedHold: NamedHold
  /** Phases held by this computer: disk full, store failed. */
  holds: LocalHolds
  /** The engine stops: finish the part at hand, begin nothing. */
  stopping: Cancellation
  /** Per document: cancelled or deleted by a person while it is worked on. */
  documentEnds(documentId: string): Cancellation
  /** Ends the work on a document that goes on now: what is in flight lands and is not committed, and no pause waits for it. */
  endDocument(documentId: string): Promise<void>
  /** Whether there is a key to ask a model with. */
  hasKey(): Promise<boolean>
  /** A person acted: the lane is tried again now, whatever time the API has named. */
  tryAgain(): Promise<void>
  /** A person set or removed the key. */
  keyChanged(): Promise<void>
  /** Who reads chunks now. */
  provider(): Promise<Provider>
  /** This run: since when, and what it may spend (null: no bound of its own). */
  run: { startedAt(): EpochMs; maxCost: MicroUsd | null; tokens: number }
  /** The document's row has changed. */
  touch(documentId: string): void
  /** Something happened that a person may want to know. */
  activity(kind: string, documentId: string | null, text: string): Promise<void>
}
