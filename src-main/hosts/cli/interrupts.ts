import { EXIT, type ExitCode } from './exit-codes.ts'

/** The first signal asks to stop; a second one, later than a bounce of the same key press, ends the process at once. */
export interface Interrupts {
  readonly signal: AbortSignal
  /** Exit code of the signal that came, or null. */
  readonly exitCode: ExitCode | null
}

const SIGNALS: [NodeJS.Signals, ExitCode][] = [
  ['SIGINT', EXIT.interrupted],
  ['SIGTERM', EXIT.terminated],
  ['SIGHUP', EXIT.hangup],
]

/** A terminal and npm may both deliver one Ctrl-C. */
const BOUNCE_MS = 250

/** Catches signals for a verb that has something to put in order. `asked` is told once, at the first. */
export function catchInterrupts(asked: () => void): Interrupts {
  const controller = new AbortController()
  let first: { code: ExitCode; at: number } | null = null
  for (const [name, code] of SIGNALS) {
    process.on(name, () => {
      if (first === null) {
        first = { code, at: performance.now() }
        asked()
        controller.abort()
      } else if (performance.now() - first.at > BOUNCE_MS) process.exit(first.code)
    })
  }
  return {
    signal: controller.signal,
    get exitCode() {
      return first?.code ?? null
    },
  }
}
