import type { Letter } from '../../../src-shared/contract/schemas.ts'
import { formatClock } from '../../ui/format/clock.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { formatCount, formatNumberOf } from '../../ui/format/numbers.ts'
import { formatPages } from '../../ui/format/pages.ts'

/** "chunk 41", "page 87", "the document". */
export function letterName({ kind, chunk, pages }: Letter): string {
  if (kind === 'document') return 'the document'
  return kind === 'page' ? `page ${formatPages(pages)}` : `chunk ${formatCount((chunk ?? 0) + 1)}`
}

/** "chunk 41 · p. 87–88 · since 13:41". */
export function letterPlace(letter: Letter, now: number): string {
  const pages = letter.kind === 'chunk' ? [`p. ${formatPages(letter.pages)}`] : []
  return [letterName(letter), ...pages, `since ${formatClock(letter.since, { now })}`].join(' · ')
}

/** Below what was paid: how often it was asked. */
export function callsText({ calls }: Letter): string {
  const { answered, refused, unknown } = calls
  if (answered + refused + unknown === 0) return 'no call'
  return unknown > 0 ? `${formatCount(unknown)} unknown` : formatNumberOf(answered + refused, 'call')
}

/** The whole of it, for who points at it. */
export function paidText({ calls, costUsd, spoiltUsd }: Letter): string {
  const { answered, refused, unknown } = calls
  const parts = [formatNumberOf(answered, 'answer')]
  if (refused > 0) parts.push(`${formatCount(refused)} refused`)
  if (unknown > 0) parts.push(`${formatCount(unknown)} of unknown outcome, possibly paid`)
  return `${parts.join(', ')}: ${formatMoney(costUsd)}, of it ${formatMoney(spoiltUsd)} for answers of no use`
}
