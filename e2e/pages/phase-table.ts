import type { Page } from 'playwright-core'
import type { BillReport } from '../fixtures/messages-api/bill.ts'
import { billedTokens } from '../hosts/api.ts'

/** What a document cost in all, as the window writes it. */
export interface ShownTotals {
  input: string
  cached: string
  output: string
  calls: string
  reused: string
}

/** The last line of an open document's table of phases. */
export async function shownTotals(page: Page): Promise<{ [name in keyof ShownTotals]: string | undefined }> {
  const total = page.getByRole('region', { name: 'Phases' }).getByRole('row', { name: /^Total/ })
  await total.waitFor()
  const [, , , input, cached, output, calls, reused] = await total.getByRole('cell').allInnerTexts()
  return { input, cached, output, calls, reused }
}

/** How that line must read where all that was billed is one document's. */
export function totalsOf(bill: BillReport): ShownTotals {
  const billed = billedTokens(bill)
  return {
    input: figure(billed.input + billed.cacheRead + billed.cacheWrite),
    cached: figure(billed.cacheRead),
    output: figure(billed.output),
    calls: figure(bill.requests),
    reused: '0',
  }
}

function figure(value: number): string {
  return value.toLocaleString('en-US')
}
