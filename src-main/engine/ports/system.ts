/** UTC epoch milliseconds: comparable across restarts, may jump. */
export type EpochMs = number
/** Milliseconds of a clock that never goes back and means nothing outside this process. */
export type MonotonicMs = number

/** Time has one door. `after` returns a function that cancels the timer. */
export interface Clock {
  now(): EpochMs
  monotonic(): MonotonicMs
  after(ms: number, run: () => void): () => void
}

export interface Logger {
  debug(message: string, fields?: Record<string, unknown>): void
  info(message: string, fields?: Record<string, unknown>): void
  warn(message: string, fields?: Record<string, unknown>): void
  error(message: string, fields?: Record<string, unknown>): void
}

/** A number in [0, 1): jitter only, never ids. */
export interface Random {
  next(): number
}

export interface Ids {
  /** Time-ordered, unique (UUIDv7): documents and other rows that are made once. */
  unique(): string
  /** UUIDv5 of the name: the same parts give the same id on every machine. */
  named(...parts: string[]): string
}

export interface Hash {
  /** Lower-case hex SHA-256 of the UTF-8 text. */
  sha256(text: string): string
}
