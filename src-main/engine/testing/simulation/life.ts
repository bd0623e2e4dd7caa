import { SluiceError, type ErrorCode } from '../../../../src-shared/contract/errors.ts'
import type { Clock } from '../../ports.ts'
import type { Fault } from './faults.ts'
import type { World } from './world.ts'

/** One process of the engine: from its start to its death. What is dead gets no answer, and its timers do not run. */
export interface Life {
  readonly clock: Clock
  readonly dead: boolean
  /** How long it stays down. */
  readonly downMs: number
  /** Resolves when it dies. */
  readonly death: Promise<void>
  die(downMs: number): void
  /** One call of a port, with whatever goes wrong at it. `mayFail`: as a store does. */
  step<T>(name: string, effect: () => Promise<T>, mayFail: boolean): Promise<T>
}

type StepFault = Extract<Fault, { step: number }>

const NEVER = new Promise<never>(() => {})

/** Makes lives; steps are counted over all of them. */
export function createLives(world: World): () => Life {
  const faults = new Map<number, StepFault>()
  for (const fault of world.scenario.faults) if ('step' in fault) faults.set(fault.step, fault)
  let steps = 0

  return () => {
    let dead = false
    let down = 0
    let died = () => {}
    const death = new Promise<void>((resolve) => (died = resolve))
    // A monotonic clock means nothing outside its process.
    const offset = world.counted('kills') * 1_234_567
    const clock: Clock = {
      now: () => world.clock.now(),
      monotonic: () => world.clock.monotonic() + offset,
      after: (ms, run) =>
        world.clock.after(ms, () => {
          if (!dead) run()
        }),
    }
    const life: Life = {
      clock,
      death,
      get dead() {
        return dead
      },
      get downMs() {
        return down
      },
      die(downMs) {
        if (dead) return
        dead = true
        down = downMs
        died()
      },
      async step(name, effect, mayFail) {
        if (dead) return NEVER
        const fault = faults.get((steps += 1))
        if (!fault) return alive(await effect())
        world.tell(`${fault.kind} at ${name}`)
        const goWrong = (): Promise<unknown> => {
          if (fault.kind === 'slow') return new Promise<void>((resolve) => clock.after(fault.ms, resolve))
          return fault.kind === 'crash' ? crash(fault.downMs) : failed(fault.code, name, mayFail)
        }
        const before = fault.kind === 'slow' || fault.when === 'before'
        if (before) await goWrong()
        const result = await effect()
        if (!before) await goWrong()
        return alive(result)
      },
    }
    const alive = <T>(result: T): T | Promise<never> => (dead ? NEVER : result)
    const crash = (downMs: number): Promise<never> => {
      world.count('kills')
      life.die(downMs)
      return NEVER
    }
    const failed = (code: ErrorCode, name: string, mayFail: boolean): Promise<void> => {
      if (!mayFail) return Promise.resolve()
      world.count('store faults')
      return Promise.reject(new SluiceError(code, `expected ${name} to be done, came a fault of the simulation`))
    }
    return life
  }
}
