import { asSluiceError } from '../../../src-shared/contract/errors.ts'
import type { QueueRow } from '../../../src-shared/contract/schemas.ts'
import type { Client } from '../../client/client.ts'
import { isEnded } from '../../state/rows.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { formatNumberOf } from '../../ui/format/numbers.ts'
import { gapsPriceUsd, retryPriceUsd } from './prices.ts'

/** What can be done with the chosen rows; each list holds those it applies to. */
export interface RowActions {
  retry: QueueRow[]
  gaps: QueueRow[]
  discard: QueueRow[]
  cancel: QueueRow[]
  remove: QueueRow[]
}

export function rowActions(rows: readonly QueueRow[]): RowActions {
  return {
    retry: rows.filter((row) => row.state === 'failed' || row.state === 'cancelled'),
    gaps: rows.filter((row) => row.state === 'completed' && row.letters > 0),
    discard: rows.filter((row) => row.letters > 0),
    cancel: rows.filter((row) => !isEnded(row)),
    remove: [...rows],
  }
}

/** "Retry 3, ≈ $0.002": the price where one is known. */
export function retryLabel(verb: string, rows: readonly QueueRow[], kind: 'document' | 'gaps'): string {
  const priceOf = kind === 'gaps' ? gapsPriceUsd : retryPriceUsd
  const prices = rows.map(priceOf).filter((price) => price !== null)
  const sum = prices.reduce((total, price) => total + price, 0)
  const count = rows.length > 1 ? ` ${rows.length}` : ''
  return `${verb}${count}${sum > 0 ? `, ≈ ${formatMoney(sum)}` : ''}`
}

export async function retry(client: Client, rows: readonly QueueRow[], gaps: boolean): Promise<void> {
  for (const { id } of rows) await client.call('queue.retry', { document: id, gaps })
}

export async function discard(client: Client, rows: readonly QueueRow[]): Promise<void> {
  for (const { id } of rows) await client.call('letters.discard', { document: id })
}

export async function cancel(client: Client, rows: readonly QueueRow[]): Promise<void> {
  for (const { id } of rows) await client.call('queue.cancel', { document: id })
}

/** What another window has removed meanwhile is removed. */
export async function remove(client: Client, rows: readonly QueueRow[]): Promise<void> {
  for (const { id } of rows) {
    await client.call('documents.delete', { document: id }).catch((thrown: unknown) => {
      if (asSluiceError(thrown).code !== 'document_unknown') throw thrown
    })
  }
}

/** What goes when documents are removed, and what stays. */
export function lossOf(rows: readonly QueueRow[]): string {
  const chunks = rows.reduce((sum, row) => sum + row.chunks.completed, 0)
  const cost = rows.reduce((sum, row) => sum + row.costUsd, 0)
  const text =
    chunks === 0
      ? `Nothing was found in ${rows.length === 1 ? 'it' : 'them'} yet.`
      : `Lost: the text, what the model answered, ${formatNumberOf(chunks, 'chunk')} and every fact that has no other source.`
  const paid =
    cost > 0
      ? ` What was paid, ${formatMoney(cost)}, stays in the ledger; added again, the same text would be paid again.`
      : ''
  return `${text}${paid} The original ${rows.length === 1 ? 'file stays where it is' : 'files stay where they are'}.`
}
