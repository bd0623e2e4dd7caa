/** What a list of samples comes to. */
export interface Statistics {
  n: number
  min: number
  median: number
  p95: number
  p99: number
  max: number
}

/**
 * The smallest sample that at least `share` of all samples do not exceed (nearest rank): always a value that was
 * measured, never one between two. Throws a RangeError without samples.
 * @param sorted ascending.
 * @param share from 0 to 1.
 */
export function percentile(sorted: readonly number[], share: number): number {
  // A share such as 0.95 of 20 is a hair above 19 in binary; the rank is 19 all the same.
  const rank = Math.max(1, Math.ceil(sorted.length * share - 1e-9))
  const value = sorted[Math.min(rank, sorted.length) - 1]
  if (value === undefined) throw new RangeError('expected at least one sample, came none')
  return value
}

/** Throws a RangeError without samples. */
export function statisticsOf(samples: readonly number[]): Statistics {
  const sorted = samples.toSorted((a, b) => a - b)
  const at = (share: number) => percentile(sorted, share)
  return { n: sorted.length, min: at(0), median: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) }
}
