import { Cancelled, type Cancellation } from '../resilience/cancellation.ts'

/** At most so many calls in flight at once; places are given in the order they were asked for. */
export interface Slots {
  take(cancellation: Cancellation): Promise<void>
  give(): void
}

export function createSlots(bound: () => number): Slots {
  let used = 0
  const queue: (() => void)[] = []
  const admit = () => {
    while (used < bound() && queue.length > 0) {
      used += 1
      queue.shift()?.()
    }
  }
  return {
    take(cancellation) {
      return new Promise((resolve, reject) => {
        if (cancellation.cancelled) return reject(new Cancelled())
        const enter = () => {
          stop()
          resolve()
        }
        const stop = cancellation.onCancel(() => {
          const at = queue.indexOf(enter)
          if (at < 0) return
          queue.splice(at, 1)
          reject(new Cancelled())
        })
        queue.push(enter)
        admit()
      })
    },
    give() {
      used -= 1
      admit()
    },
  }
}
