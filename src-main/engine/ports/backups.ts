import type { EpochMs } from './system.ts'

/** A copy of the whole database that was found sound when it was made. */
export interface Backup {
  at: EpochMs
  path: string
  bytes: number
}

/** Copies of the database, in the data folder. */
export interface Backups {
  /** Newest first. */
  list(): Promise<Backup[]>
  /**
   * Copies the database while it is in use and looks through the copy; only then the oldest beyond `keep` are removed.
   * Rejects with disk_full, store_failed, or database_damaged when the copy is not sound: then none is removed.
   */
  make(now: EpochMs, keep: number): Promise<Backup>
}
