import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import { CALL_FAULTS, poisonWord } from '../servers/behaviours.ts'
import { createDice } from '../servers/dice.ts'
import type { Fault } from './faults.ts'
import type { SimulatedStore } from './index.ts'
import { runScenario } from './run.ts'
import { documentOf, type Scenario, type SimulatedDocument } from './scenario.ts'

const LONG = process.env['TEST_LONG'] === '1'
const DOCUMENTS = LONG ? 600 : 120
const TIMEOUT_MS = LONG ? 3_600_000 : 300_000
const HOURS = 24
const DAY_MS = HOURS * 3_600_000
/** Of the calls, for each kind of fault; and of the steps of the store, slow or failing. */
const SHARE = 0.01
/** About what a page takes. */
const CALLS_A_PAGE = 1
const STEPS_A_PAGE = 70
/** Ends of the process, suspends and steps of the clock in the day. */
const CRASHES = 24
const CLOCK_FAULTS = 12
/** What the simulation itself remembers of a third of the day, and what a collection leaves to chance. */
const FLAT_BYTES = 4 * 2 ** 20
const KEPT_DAYS = 0.25
const SWEPT_AT_ONCE = 20
/** Of the whole, when half of the documents are deleted: the ledger is kept, and the empty tables take their room. */
const MOST_LEFT = 0.8

/** What a long run must not pile up. */
export interface Held {
  /** After a collection. */
  heapBytes: number
  /** Open files and the like; null where the system does not tell. */
  handles: number | null
}

/** What the store takes on the disk. */
export interface Room {
  bytes: number
  /** Of them, those that hold nothing. */
  freeBytes: number
}

/**
 * A day of documents, spread over it, with faults of every kind: all good documents complete, and what is held is flat:
 * the mean over the last third of the day is no higher than over the middle third. Answers are kept for some hours only, which
 * has nothing asked again; and when half of it all is deleted, the store is smaller by it.
 */
export function describeSoak(
  name: string,
  openStore: () => Promise<SimulatedStore>,
  measure: () => Held,
  room: () => Room,
): void {
  describe(name, { timeout: TIMEOUT_MS }, () => {
    it(`a day with ${DOCUMENTS} documents and faults of every kind: the good ones complete, memory, handles and room are bounded`, async ({
      task,
    }) => {
      const { store } = await openStore()
      const scenario = dayOf(1)
      const hours: Held[] = []
      const outcome = await runScenario(scenario, store, {
        mostHours: 2 * HOURS,
        hourly: () => void hours.push(measure()),
      })
      expect(outcome.violations).toEqual([])
      // The last may be looked at before its end: all is done then.
      expect(hours.length).toBeGreaterThanOrEqual(HOURS - 1)
      const middle = hours.slice(HOURS / 3, (2 * HOURS) / 3)
      const last = hours.slice((2 * HOURS) / 3, HOURS)
      const grown = mean(last.map(({ heapBytes }) => heapBytes)) - mean(middle.map(({ heapBytes }) => heapBytes))
      expect(grown).toBeLessThan(FLAT_BYTES)
      const handles = (held: Held[]) => Math.max(...held.map((one) => one.handles ?? 0))
      expect(handles(last)).toBeLessThanOrEqual(handles(middle))
      const { answers: removed } = await store.removedSoFar()
      expect(removed).toBeGreaterThan(DOCUMENTS / 2)
      const full = room()
      await deleteHalf(store)
      const left = room()
      expect(left.freeBytes).toBe(0)
      expect(left.bytes).toBeLessThan(MOST_LEFT * full.bytes)
      const good = scenario.documents.filter(({ poisoned, unreadable }) => !poisoned && !unreadable).length
      task.meta.figures = {
        documents: DOCUMENTS,
        good,
        faults: scenario.faults.length,
        heapGrownBytes: Math.round(grown),
        answersRemoved: removed,
        bytesOfHalf: left.bytes / full.bytes,
      }
    })
  })
}

async function deleteHalf(store: Store): Promise<void> {
  const ids = await store.reportIds(null)
  for (const id of ids.slice(0, ids.length / 2)) await store.deleteDocument(id, 0)
  while (!(await store.sweepDeleted(SWEPT_AT_ONCE)).done);
}

/** Without a text that the API fails for ever for: that may hold its document for hours, and so the day. */
function dayOf(seed: number): Scenario {
  const dice = createDice(seed)
  const documents = Array.from({ length: DOCUMENTS }, (_, n) => {
    let document: SimulatedDocument
    do document = documentOf(dice, `${n}.pdf`)
    while (document.pages.some((page) => page.includes(poisonWord('api_error'))))
    return { ...document, addedAt: Math.floor((n * DAY_MS) / DOCUMENTS) }
  })
  const pages = documents.reduce((sum, document) => sum + document.pages.length, 0)
  const faults: Fault[] = [
    ...CALL_FAULTS.flatMap((what) => some(pages * CALLS_A_PAGE, (call) => ({ call, kind: 'call', what }) as const)),
    ...some(pages * STEPS_A_PAGE, (step) => ({ step, kind: 'slow', ms: dice.pick([1, 200, 2_000]) }) as const),
    ...some(pages * STEPS_A_PAGE, (step) => {
      const code = dice.pick(['disk_full', 'store_failed'] as const)
      return { step, kind: 'fail', when: dice.pick(['before', 'after'] as const), code } as const
    }),
    ...times(CRASHES, () => {
      const step = dice.between(1, pages * STEPS_A_PAGE)
      return { step, kind: 'crash', when: dice.pick(['before', 'after'] as const), downMs: 3_000 } as const
    }),
    ...times(CLOCK_FAULTS, () => ({ at: dice.between(0, DAY_MS), kind: 'suspend', ms: 600_000 }) as const),
    ...times(CLOCK_FAULTS, () => ({ at: dice.between(0, DAY_MS), kind: 'clock back', ms: 60_000 }) as const),
  ]
  const kept = { keepAnswersDays: String(KEPT_DAYS) }
  const settings = { preset: 'standard', callTimeoutSeconds: '120', retryBaseSeconds: '1', ...kept }
  const rules = { requests: 50, input: 50_000, output: 10_000, charactersPerToken: 4 }
  return { seed, documents, settings, rules, faults }

  function some<T>(of: number, make: (nth: number) => T): T[] {
    return times(Math.round(of * SHARE), () => make(dice.between(1, of)))
  }
}

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make)
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0) / numbers.length
}
