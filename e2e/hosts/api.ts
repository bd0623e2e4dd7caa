import { onTestFinished } from 'vitest'
import type { BillReport } from '../fixtures/messages-api/bill.ts'
import type { StandInOptions } from '../fixtures/messages-api/options.ts'
import { MessagesApiStandIn } from '../fixtures/messages-api/stand-in.ts'

export type Api = MessagesApiStandIn

/** A stand-in for the Messages API that ends with the test; its limits are a minute's, and the minute is `windowSeconds` long. */
export async function startApi(windowSeconds: number, options: Omit<StandInOptions, 'rule'> = {}): Promise<Api> {
  const api = await MessagesApiStandIn.start({ rule: { windowMs: windowSeconds * 1000 }, ...options })
  onTestFinished(() => api.close())
  return api
}

/** Limits that no test of something else runs into. */
export const WIDE_LIMITS = { requests: 5000, input: 50_000_000, output: 10_000_000 }

/** The tokens of a bill in the words of the report. */
export function billedTokens({ tokens }: Pick<BillReport, 'tokens'>) {
  const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = tokens
  return { input, output, cacheRead, cacheWrite: cacheWrite5m + cacheWrite1h }
}
