import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { BillReport } from '../../e2e/fixtures/messages-api/bill.ts'
import { ownNode, root } from '../setup/paths.mjs'
import { endsWithUs } from './scratch.ts'

/** Limits that nothing here comes near; the largest that the settings take. */
export const WIDE_LIMITS = { requests: 1_000_000, input: 1_000_000_000, output: 1_000_000_000 }

interface StandInProcessOptions {
  limits: { requests: number; input: number; output: number }
  /** Length of the API's minute. */
  windowSeconds: number
  /** Before the first byte, and for each output token after it; milliseconds. */
  latency?: { base: number; perToken: number }
}

/** The stand-in for the Messages API as a process of its own, so that its work is none of the measured one's. */
export interface StandInProcess {
  url: string
  bill(): Promise<BillReport>
  close(): Promise<void>
}

export async function startStandIn({ limits, windowSeconds, latency }: StandInProcessOptions): Promise<StandInProcess> {
  const options = {
    rpm: limits.requests,
    itpm: limits.input,
    otpm: limits.output,
    window: windowSeconds,
    latency: latency?.base ?? 0,
    'per-token': latency?.perToken ?? 0,
  }
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
  const entry = join(root, 'e2e', 'fixtures', 'messages-api', 'main.ts')
  const child = endsWithUs(spawn(ownNode(), [entry, ...args], { stdio: ['ignore', 'pipe', 'inherit'] }))
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const { url } = JSON.parse(line) as { url: string }
  return {
    url,
    bill: async () => (await (await fetch(`${url}/__standin/bill`)).json()) as BillReport,
    close: async () => {
      child.kill()
      await once(child, 'exit')
    },
  }
}
