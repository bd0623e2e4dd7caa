/** A document's bytes, copied and hashed; of no account until they are kept. */
export interface CopiedBytes {
  sha256: string
  bytes: number
  /** The first kilobyte. */
  head: Uint8Array
  /** Gives the copy the place of its hash; durable when it resolves. Rejects with disk_full or store_failed. */
  keep(): Promise<void>
  /** Removes the copy unless it was kept. */
  drop(): Promise<void>
}

/** Content-addressed copies of the documents, in the data folder. */
export interface BlobStore {
  /**
   * Copies the file in one pass, hashing what is copied; whoever takes it keeps it or drops it.
   * Rejects with file_missing, file_unreadable, file_empty, file_changed (size or time moved while it was read),
   * file_too_large, disk_full or store_failed.
   */
  take(path: string, maxBytes: number): Promise<CopiedBytes>
  /** Where the bytes are, once each of them was seen to be as it was; null if they are gone or spoilt. */
  pathOf(sha256: string): Promise<string | null>
  remove(sha256: string): Promise<void>
  /** Removes the file at a document's path where a host has put it there for this engine alone; never a person's own. */
  removeHandedOver(path: string): Promise<void>
  /**
   * What a crash left behind, when an hour old: removes half copies and offers each of the kept ones to `release`, which
   * says whether it went. Resolves to how many went.
   */
  sweep(release: (sha256: string) => Promise<boolean>): Promise<number>
}
