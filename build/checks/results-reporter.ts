import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Reporter, TestModule } from 'vitest/node'
import type { TestResults } from './results.ts'
import { RESULTS_PATH } from './results.ts'

/** Leaves counts and the reasons of skipped tests in a file, where `check` reads them. */
export default class ResultsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const results: TestResults = { passed: 0, failed: 0, skipped: [] }
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const result = test.result()
        if (result.state === 'passed') results.passed++
        else if (result.state === 'failed') results.failed++
        else if (result.state === 'skipped') {
          const name = `${module.relativeModuleId} > ${test.fullName}`
          results.skipped.push({ name, reason: result.note ?? null })
        }
      }
    }
    mkdirSync(dirname(RESULTS_PATH), { recursive: true })
    writeFileSync(RESULTS_PATH, JSON.stringify(results))
  }
}
