import { createVirtualClock, type VirtualClock } from '../virtual-clock.ts'
import type { MonotonicMs } from '../../ports.ts'
import type { Scenario } from './scenario.ts'

/** What one run sees and remembers; everything that happens is told here, in order. */
export interface World {
  readonly scenario: Scenario
  readonly clock: VirtualClock
  /** Time as the API has it: no clock step moves it, and a suspend does not stop it. */
  trueNow(): MonotonicMs
  suspend(ms: number): void
  tell(what: string): void
  /** A promise of the engine that was not kept. */
  broken(promise: string): void
  readonly trace: string[]
  readonly violations: string[]
  /** How often something of a kind has happened. */
  count(what: 'kills' | 'store faults'): number
  counted(what: 'kills' | 'store faults'): number
}

export function createWorld(scenario: Scenario): World {
  const clock = createVirtualClock()
  const start = clock.monotonic()
  let suspended = 0
  const trace: string[] = []
  const violations: string[] = []
  const counts = new Map<string, number>()
  const world: World = {
    scenario,
    clock,
    trueNow: () => clock.monotonic() - start + suspended,
    suspend(ms) {
      suspended += ms
      clock.jumpWall(ms)
    },
    tell: (what) => void trace.push(`${(world.trueNow() / 1000).toFixed(3)} s  ${what}`),
    broken(promise) {
      violations.push(promise)
      world.tell(`BROKEN: ${promise}`)
    },
    trace,
    violations,
    count(what) {
      const next = (counts.get(what) ?? 0) + 1
      counts.set(what, next)
      return next
    },
    counted: (what) => counts.get(what) ?? 0,
  }
  return world
}
