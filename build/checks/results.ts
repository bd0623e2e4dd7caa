import { join } from 'node:path'

export const RESULTS_PATH = join(import.meta.dirname, '..', '..', 'out', 'test-results.json')

/** What a test found out beside having passed, by name. */
export type Figures = Record<string, number>

declare module 'vitest' {
  interface TaskMeta {
    figures?: Figures
  }
}

/** One project of the tests. */
export interface Suite {
  passed: number
  failed: number
  skipped: number
  minutes: number
  /** By the names of the tests that left some. */
  figures: Record<string, Figures>
}

export interface TestResults {
  passed: number
  failed: number
  /** A null reason: the name of the test says it. */
  skipped: { name: string; reason: string | null }[]
}

/** Of a whole run, with each project's own. */
export interface RunResults extends TestResults {
  suites: Record<string, Suite>
}

/**
 * What a run of the test suites counts as. A run that failed without a failing test (a file that could not be loaded,
 * an error outside a test), or in which nothing ran, is a failure of its own.
 */
export function judgeTestRun(exitCode: number, results: TestResults | null): TestResults {
  const counted = results ?? { passed: 0, failed: 0, skipped: [] }
  const nothingRan = counted.passed + counted.failed === 0
  return { ...counted, failed: counted.failed === 0 && (exitCode !== 0 || nothingRan) ? 1 : counted.failed }
}

/** The last lines of a run: why tests were skipped, then the totals. */
export function summary(results: readonly TestResults[]): string {
  const skipped = results.flatMap((result) => result.skipped)
  const sum = (key: 'passed' | 'failed') => results.reduce((total, result) => total + result[key], 0)
  return [
    ...skipped.map(({ name, reason }) => (reason === null ? `skipped: ${name}` : `skipped: ${name} (${reason})`)),
    `${sum('passed')} passed, ${sum('failed')} failed, ${skipped.length} skipped`,
  ].join('\n')
}
