import type { EpochMs } from './system.ts'

/** A copy of the whole database. */
export interface Backup {
  /** A `backup` was found sound when it was made; one `set-aside` by a restore, or its log, may be damaged. */
  kind: 'backup' | 'before-update' | 'set-aside'
  at: EpochMs
  path: string
  bytes: number
}

/** Copies of the database, in the data folder. */
export interface Backups {
  /** Of every kind, newest first. */
  list(): Promise<Backup[]>
  /**
   * Copies the database while it is in use and looks through the copy; only then the oldest beyond `keep` are removed,
   * never that copy, and first those of a time to come.
   * Rejects with disk_full, store_failed, or database_damaged when the copy is not sound: then none is removed.
   */
  make(now: EpochMs, keep: number): Promise<Backup>
}
