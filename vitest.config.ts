import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { INTERACTIONS_IN } from './e2e/hosts/interactions.ts'

/** Of what starts the built program: ceilings for a hang, not measures. */
const PATIENCE = { testTimeout: 180_000, hookTimeout: 60_000, expect: { poll: { timeout: 60_000 } } }

/** On two cores one worker would be the default. */
const WORKERS = Math.max(2, availableParallelism() - 1)
/** The real minute mostly waits: a worker of its own, so that it holds up no other. */
const WITH_THE_MINUTE = { maxWorkers: WORKERS + 1, sequence: { groupOrder: 0 } }

/** Windows on a real screen take the focus from each other, and what is timed wants the machine for itself. */
const ALONE = 'ELECTRON_BIN' in process.env || INTERACTIONS_IN in process.env

export default defineConfig({
  test: {
    reporters: ['default', './build/checks/results-reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src-*/**/*.test.ts', 'build/**/*.test.ts', 'e2e/fixtures/**/*.test.ts'],
          ...WITH_THE_MINUTE,
          // Ceilings for a hang, not measures: tests wait for states.
          testTimeout: 60_000,
          expect: { poll: { timeout: 30_000 } },
        },
      },
      {
        test: {
          name: 'minute',
          include: ['e2e/minute/**/*.test.ts'],
          ...WITH_THE_MINUTE,
          testTimeout: 2 * 3_600_000,
        },
      },
      {
        test: {
          name: 'commands',
          include: ['e2e/commands/**/*.test.ts'],
          // After the unit tests: each starts the built program, without a window, as many at a time as there are workers.
          maxWorkers: WORKERS,
          sequence: { groupOrder: 1 },
          globalSetup: ['./e2e/hosts/strace.ts'],
          ...PATIENCE,
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['e2e/journeys/**/*.test.ts'],
          // Each has a browser and an engine of its own, which wait for each other half of the time.
          maxWorkers: ALONE ? 1 : 2,
          sequence: { groupOrder: 2 },
          globalSetup: ['./e2e/hosts/chromium.ts'],
          ...PATIENCE,
        },
      },
    ],
  },
})
