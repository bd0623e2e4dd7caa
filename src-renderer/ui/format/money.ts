/** Dollars to the precision that matters: "$0.61", "$12.40", "$1,204.00", "$0.00050", "$0.0021". */
export function formatMoney(usd: number): string {
  if (usd === 0) return '$0.00'
  if (usd < 0.01) return `$${usd.toFixed(Math.min(6, 1 - Math.floor(Math.log10(usd))))}`
  return `$${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
}

/** An estimate: "≈ $0.29". */
export function formatEstimate(usd: number): string {
  return `≈ ${formatMoney(usd)}`
}
