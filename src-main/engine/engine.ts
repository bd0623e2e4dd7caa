import type { CommandHandlers } from '../../src-shared/contract/commands.ts'
import type { EngineEvent } from '../../src-shared/contract/events.ts'
import type {
  Backups,
  BlobStore,
  Clock,
  EntityFinder,
  Hash,
  HostInfo,
  Ids,
  KeyStore,
  LlmClient,
  Logger,
  Random,
  ReaderHost,
  Store,
} from './ports.ts'

/** Everything the engine is given. It has no other way to the world. */
export interface EnginePorts {
  clock: Clock
  logger: Logger
  random: Random
  ids: Ids
  hash: Hash
  store: Store
  backups: Backups
  blobs: BlobStore
  reader: ReaderHost
  finder: EntityFinder
  llm: LlmClient
  keys: KeyStore
  host: HostInfo
}

/** Raw values by setting name, as text; the later source wins: saved, environment, flags. */
export interface EngineOptions {
  environment: Record<string, string>
  flags: Record<string, string>
  /** Most that this run may spend, in dollars; null for no bound but the setting's. */
  maxCostUsd: number | null
}

/** The engine as its hosts see it. */
export interface Engine {
  /** Answers every command of the contract; works with or without `start`. */
  readonly commands: CommandHandlers
  /** One bounded, coalescing stream a caller; `return()` ends it. */
  events(): AsyncIterableIterator<EngineEvent>
  /** Recovers what a dead engine left behind and begins to work the queue. */
  start(): Promise<void>
  /** No new call; what is in flight lands or is recorded as unknown within `graceSeconds`. Idempotent. */
  stop(): Promise<void>
}
