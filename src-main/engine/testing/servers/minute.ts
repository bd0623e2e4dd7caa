const MINUTE_MS = 60_000

export interface ServerRules {
  requests: number
  input: number
  output: number
  charactersPerToken: number
}

/** As the API's headers tell them. */
export type Limits = Record<'requests' | 'input' | 'output', { limit: number; remaining: number }>

interface Counted {
  at: number
  input: number
  output: number
}

/** The API's own count: a strict sliding minute in three dimensions. Shares nothing with the limiter. */
export interface Minute {
  /** Takes the request, or says how long to wait. The entry's output is set when it has been produced. */
  admit(now: number, input: number): Counted | { waitMs: number }
  limits(now: number): Limits
}

export function createMinute(rules: ServerRules): Minute {
  let counted: Counted[] = []
  const used = (now: number) => {
    counted = counted.filter(({ at }) => at > now - MINUTE_MS)
    const sum = (part: 'input' | 'output') => counted.reduce((total, one) => total + one[part], 0)
    return { requests: counted.length, input: sum('input'), output: sum('output') }
  }
  return {
    admit(now, input) {
      const { requests, input: usedInput, output } = used(now)
      const fits = requests < rules.requests && usedInput + input <= rules.input && output < rules.output
      if (!fits) return { waitMs: Math.max(1_000, (counted[0]?.at ?? now) + MINUTE_MS - now) }
      const entry = { at: now, input, output: 0 }
      counted.push(entry)
      return entry
    },
    limits(now) {
      const { requests, input, output } = used(now)
      return {
        requests: { limit: rules.requests, remaining: Math.max(0, rules.requests - requests) },
        input: { limit: rules.input, remaining: Math.max(0, rules.input - input) },
        output: { limit: rules.output, remaining: Math.max(0, rules.output - output) },
      }
    },
  }
}
