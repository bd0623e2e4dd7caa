/** Money is integer micro-dollars everywhere but on screen: sums stay exact. */
export type MicroUsd = number

export const MICRO_USD_PER_USD = 1_000_000

/** Dollars for JSON and for people; exact for any sum Sluice can meet. */
export function toUsd(amount: MicroUsd): number {
  return amount / MICRO_USD_PER_USD
}

/** "$0.61", "$0.0005": two decimals from a cent on, else what is needed to see it (at most six). */
export function formatUsd(amount: MicroUsd): string {
  const usd = toUsd(amount)
  if (amount === 0 || Math.abs(usd) >= 0.1) return `$${usd.toFixed(2)}`
  return `$${usd.toFixed(6).replace(/0+$/, '').replace(/\.$/, '')}`
}
