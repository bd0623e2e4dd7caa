import type { WindowHost } from '../../hosts/window.ts'
import { journeysOfWhatIsLeftToDo } from './left.ts'
import { journeysWithoutAKey } from './first-run.ts'
import { journeysThroughManyDocuments } from './many.ts'
import { journeysWithAKey } from './paid.ts'
import { journeysOfTheQueue } from './queue.ts'
import { journeysThroughScans } from './scans.ts'
import { journeysBySenses } from './senses.ts'

/** The journeys through one window, which are the same whatever shows it. */
export function journeysOfBoth(host: WindowHost): void {
  journeysWithoutAKey(host)
  journeysWithAKey(host)
  journeysThroughManyDocuments(host)
  journeysThroughScans(host)
  journeysBySenses(host)
}

/** Those that depend on page and engine alone. */
export function journeysOfThePage(host: WindowHost): void {
  journeysOfWhatIsLeftToDo(host)
  journeysOfTheQueue(host)
}
