import type { Clock } from '../../ports/system.ts'
import { createVirtualClock } from '../../testing/virtual-clock.ts'
import { estimateCall, learnUsage, NOTHING_ESTIMATED } from '../estimates.ts'
import { createLimiter } from '../limiter.ts'
import { mulberry32 } from '../../testing/servers/mulberry32.ts'
import { SimulatedApi, type ApiCall, type ApiRules } from '../../testing/servers/simulated-api.ts'

/** A run of the limiter against a model of the server, on virtual time. */
export interface Scenario {
  rules: ApiRules
  share: number
  minutes: number
  inFlight: number
  /** Mean input of a call, and how far calls differ from it (0.2: ± 20 %). */
  input: number
  spread?: number
  /** What tokens differ from what characters say (0.4: ± 40 %); undefined: costs are known beforehand. */
  error?: number
  /** Median of the answers, log-normal with this spread (0.5, as answers are); absent: output is not looked at. */
  answers?: { median: number; maxTokens: number; spread?: number }
  /** Milliseconds: the way there, from there to the headers, from there to the answer's end. */
  latency?: { there: [number, number]; headers: [number, number]; answer: [number, number] }
  /** The client's clocks run faster by this part. */
  clockFast?: number
  /** Engines that use the key, each with limiter and estimates of its own and so many calls in flight; 1 if absent. */
  engines?: number
  /** Tokens a minute that somebody else uses, from the third minute on. */
  others?: number
  /** Limits of input tokens, by the minute from which they hold. */
  inputLimits?: { minute: number; limit: number }[]
}

export interface Outcome {
  accepted: number
  refused: number
  refusedBy: { requests: number; input: number; output: number }
  /** Parts of the limit L used by accepted calls after the third minute. */
  used: { requests: number; input: number; output: number }
  /** Parts of L that arrived, or were written, in the worst minute. */
  peak: { requests: number; input: number; output: number }
}

const LATENCY = { there: [20, 200], headers: [200, 800], answer: [1_500, 7_000] } as const
const WARM_UP_MS = 3 * 60_000

export async function simulate(scenario: Scenario, seed: number): Promise<Outcome> {
  const clock = createVirtualClock({ monotonic: 0 })
  const random = mulberry32(seed)
  const between = ([low, high]: readonly [number, number]): number => low + (high - low) * random()
  const api = new SimulatedApi(scenario.rules)
  const engines = Array.from({ length: scenario.engines ?? 1 }, () => ({
    limiter: createLimiter({
      clock: faster(clock, scenario.clockFast ?? 0),
      family: 'simulated',
      options: { share: scenario.share, windowMs: 60_000, limits: { requests: 'auto', input: 'auto', output: 'auto' } },
      learned: { requests: scenario.rules.requests, input: scenario.rules.input, output: scenario.rules.output },
    }),
    estimates: NOTHING_ESTIMATED,
  }))
  const end = scenario.minutes * 60_000
  const latency = scenario.latency ?? LATENCY
  const used = { requests: 0, input: 0, output: 0 }
  let running = true
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => clock.after(ms, resolve))

  const oneCall = async (engine: (typeof engines)[number]): Promise<void> => {
    const { limiter } = engine
    const spread = scenario.spread ?? 0
    const characters = Math.round(scenario.input * (1 + spread * (2 * random() - 1)) * 3)
    const error = scenario.error ?? 0
    const input = Math.round((characters / 3) * (1 + error * (2 * random() - 1)))
    const maxTokens = scenario.answers?.maxTokens ?? 1
    const output = Math.max(
      1,
      Math.min(
        maxTokens,
        Math.round((scenario.answers?.median ?? 1) * logNormal(random, scenario.answers?.spread ?? 0.5)),
      ),
    )
    const call: ApiCall = { input, output, maxTokens }
    const learned = estimateCall(engine.estimates, { characters, maxTokens }, Math.ceil(scenario.input * 1.5))
    const estimate = scenario.error === undefined ? { ...learned, input } : learned
    const reservation = await limiter.reserve(estimate).granted
    if (!reservation) return
    reservation.sent()
    await sleep(between(latency.there))
    const arrived = clock.monotonic()
    if (!api.arrive(arrived, call)) {
      await sleep(between(latency.headers))
      reservation.headers()
      reservation.learn(api.headers(arrived))
      limiter.retryAfter(1_000, 'rate')
      reservation.refused()
      return
    }
    const headers = api.headers(arrived)
    await sleep(between(latency.headers))
    reservation.headers(headers)
    await sleep(between(latency.answer))
    api.finish(clock.monotonic(), call)
    await sleep(between(latency.there))
    const usage = { input, output, cacheRead: 0, cacheWrite: 0 }
    engine.estimates = learnUsage(engine.estimates, characters, usage)
    reservation.settle(usage, headers)
    if (arrived < WARM_UP_MS || arrived >= end) return
    used.requests += 1
    used.input += input
    used.output += output
  }

  const worker = async (engine: (typeof engines)[number]): Promise<void> => {
    while (running) await oneCall(engine)
  }
  others(scenario, api, clock, () => running)
  for (const { minute, limit } of scenario.inputLimits ?? []) {
    clock.after(minute * 60_000, () => api.changeInputLimit(clock.monotonic(), limit))
  }
  const workers = engines.flatMap((engine) => Array.from({ length: scenario.inFlight }, () => worker(engine)))
  await clock.advance(end)
  running = false
  for (const { limiter } of engines) limiter.close()
  await clock.advance(120_000)
  await Promise.all(workers)

  const counted = (end - WARM_UP_MS) / 60_000
  const { rules } = scenario
  const peak = api.peakMinute()
  return {
    accepted: api.accepted,
    refused: api.refused,
    refusedBy: api.refusedBy,
    used: {
      requests: used.requests / counted / rules.requests,
      input: used.input / counted / rules.input,
      output: used.output / counted / rules.output,
    },
    peak: {
      requests: peak.requests / rules.requests,
      input: peak.input / rules.input,
      output: peak.output / rules.output,
    },
  }
}

function others(scenario: Scenario, api: SimulatedApi, clock: Clock, running: () => boolean): void {
  const perMinute = scenario.others ?? 0
  if (perMinute === 0) return
  const use = (): void => {
    if (!running()) return
    api.useByOthers(clock.monotonic(), perMinute / 60)
    clock.after(1_000, use)
  }
  clock.after(WARM_UP_MS, use)
}

/** The same clock as seen by a machine whose quartz runs too fast. */
function faster(clock: Clock, part: number): Clock {
  const speed = 1 + part
  return {
    now: () => clock.now() + part * clock.monotonic(),
    monotonic: () => clock.monotonic() * speed,
    after: (ms, run) => clock.after(ms / speed, run),
  }
}

/** Answers about their median: with a spread of 0.5, 95 % lie below 2.3 times it. */
function logNormal(random: () => number, spread: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return Math.exp(spread * normal)
}
