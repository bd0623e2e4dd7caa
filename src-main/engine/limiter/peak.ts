import type { MonotonicMs } from '../ports/system.ts'

/** Windows of which the peak is remembered. */
const PEAK_WINDOWS = 60

/** The most that any window of the last hour held. */
export class Peak {
  #windows: { window: number; used: number }[] = []

  get used(): number {
    return this.#windows.reduce((most, { used }) => Math.max(most, used), 0)
  }

  note(used: number, now: MonotonicMs, windowMs: number): void {
    const window = Math.floor(now / windowMs)
    const last = this.#windows.at(-1)
    if (last?.window === window) last.used = Math.max(last.used, used)
    else this.#windows = [...this.#windows.filter((peak) => peak.window > window - PEAK_WINDOWS), { window, used }]
  }
}
