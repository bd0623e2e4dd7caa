import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    reporters: ['default', './build/checks/results-reporter.ts'],
    // On two cores one worker would be the default, and the real minute's wait would hold up all others.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src-*/**/*.test.ts', 'build/**/*.test.ts', 'e2e/fixtures/**/*.test.ts'],
          sequence: { groupOrder: 0 },
          // A ceiling for a hang, not a measure: tests wait for states.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'minute',
          include: ['e2e/minute/**/*.test.ts'],
          // Beside the unit tests: it mostly waits.
          sequence: { groupOrder: 0 },
          testTimeout: 2 * 3_600_000,
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['e2e/**/*.test.ts'],
          exclude: ['e2e/fixtures/**', 'e2e/minute/**'],
          // After the unit tests and one at a time: each starts the built program and wants the machine for itself.
          sequence: { groupOrder: 1 },
          globalSetup: ['./e2e/hosts/chromium.ts', './e2e/hosts/strace.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
