const cents = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** Dollars to the precision that matters: "$0.61", "$12.40", "$1,204.00", "$0.00050", "$0.0021". */
export function formatMoney(usd: number): string {
  if (usd === 0) return '$0.00'
  // Two figures, taken after rounding: 0.00099959 is 0.0010 and no 0.00100.
  const rounded = Number(usd.toPrecision(2))
  if (rounded < 0.01) return `$${rounded.toFixed(Math.min(6, 1 - Math.floor(Math.log10(rounded))))}`
  return `$${cents.format(usd)}`
}

/** An estimate: "≈ $0.29". */
export function formatEstimate(usd: number): string {
  return `≈ ${formatMoney(usd)}`
}
