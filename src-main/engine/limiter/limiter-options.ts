import type { PerDimension } from './limits.ts'

export interface LimiterOptions {
  /** Part of each limit that may be used, 0 to 1. */
  share: number
  /** Length of the API's minute, in ms; shorter only in tests. */
  windowMs: number
  /** Limits a window: set by a person, or learned from the API. */
  limits: PerDimension<number | 'auto'>
}
