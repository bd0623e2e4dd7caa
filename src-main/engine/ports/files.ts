/** Content-addressed copies of the documents, in the data folder. */
export interface BlobStore {
  /**
   * Copies the file in one pass, hashing what is copied; durable when it resolves.
   * Rejects with file_missing, file_unreadable, file_empty, file_changed (size or time moved while it was read),
   * file_too_large or disk_full.
   */
  take(path: string, maxBytes: number): Promise<{ sha256: string; bytes: number; head: Uint8Array }>
  /** Where the bytes are, or null if they are gone. */
  pathOf(sha256: string): Promise<string | null>
  remove(sha256: string): Promise<void>
  /** Removes what a crash left behind: bytes that nothing knows, and half copies, when an hour old. Resolves to how many. */
  sweep(isKnown: (sha256: string) => Promise<boolean>): Promise<number>
}
