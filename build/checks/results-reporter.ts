import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Reporter, TestModule } from 'vitest/node'
import type { RunResults, Suite } from './results.ts'
import { RESULTS_PATH } from './results.ts'

/** Leaves counts, figures and the reasons of skipped tests in a file, where `check` reads them. */
export default class ResultsReporter implements Reporter {
  private readonly began = new Map<string, number>()
  private readonly ended = new Map<string, number>()

  onTestModuleStart({ project }: TestModule): void {
    if (!this.began.has(project.name)) this.began.set(project.name, Date.now())
  }

  onTestModuleEnd({ project }: TestModule): void {
    this.ended.set(project.name, Date.now())
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const results: RunResults = { passed: 0, failed: 0, skipped: [], suites: {} }
    for (const module of modules) {
      const suite = (results.suites[module.project.name] ??= this.begin(module.project.name))
      for (const test of module.children.allTests()) {
        const result = test.result()
        if (result.state === 'pending') continue
        suite[result.state] += 1
        if (result.state === 'skipped') {
          const name = `${module.relativeModuleId} > ${test.fullName}`
          results.skipped.push({ name, reason: result.note ?? null })
        } else results[result.state] += 1
        const { figures } = test.meta()
        if (figures) suite.figures[test.fullName] = figures
      }
    }
    mkdirSync(dirname(RESULTS_PATH), { recursive: true })
    writeFileSync(RESULTS_PATH, JSON.stringify(results))
  }

  private begin(project: string): Suite {
    const minutes = ((this.ended.get(project) ?? 0) - (this.began.get(project) ?? 0)) / 60_000
    return { passed: 0, failed: 0, skipped: 0, minutes: Math.round(minutes * 10) / 10, figures: {} }
  }
}
