import type { Letter } from '../../../src-shared/contract/schemas.ts'
import type { Client } from '../../client/client.ts'

/** Which letter is meant, in the words of the contract. */
function meant({ kind, documentId, chunk, pages }: Letter) {
  return {
    document: documentId,
    ...(kind === 'chunk' && chunk !== null && { chunk }),
    ...(kind === 'page' && pages[0] !== undefined && { page: pages[0] }),
  }
}

export async function retryLetter(client: Client, letter: Letter): Promise<void> {
  await client.call('queue.retry', meant(letter))
}

export async function discardLetter(client: Client, letter: Letter): Promise<void> {
  await client.call('letters.discard', meant(letter))
}

/** Documents that failed, then what completed ones have lost. */
export async function retryAll(client: Client, discarded: boolean): Promise<void> {
  for (const gaps of [false, true]) await client.call('queue.retry', { gaps, discarded })
}

export async function discardAll(client: Client): Promise<void> {
  await client.call('letters.discard', {})
}

/** What asking again costs all of them, by those that are loaded; null where nothing tells. */
export function priceUsd(letters: readonly Letter[], total: number): number | null {
  const prices = letters.flatMap(({ estimate }) => (estimate === null ? [] : [estimate.costUsd]))
  if (prices.length === 0) return null
  return (prices.reduce((sum, price) => sum + price, 0) * total) / letters.length
}
