/**
 * Quarters of a token per UTF-16 unit: a rule of thumb that no model owns, so that borders stay where they are when the
 * model changes. Latin letters, digits, spaces and punctuation: four to a token. Other alphabets (Greek, Cyrillic,
 * Arabic, Devanagari, …): two. Chinese, Japanese, Korean and what lies beyond the basic plane: one token each
 * (a surrogate is half of one). Additive, so a text's weight is the sum of its parts' weights.
 */
export function quarterTokens(unit: number): number {
  if (unit < 0x0370) return 1
  if (unit >= 0xd800 && unit <= 0xdfff) return 2
  if (unit >= 0x2e80) return 4
  return unit >= 0x2000 && unit < 0x2c00 ? 1 : 2
}

/** Tokens of a text by that rule, rounded up. */
export function estimateTokens(text: string): number {
  let quarters = 0
  for (let i = 0; i < text.length; i++) quarters += quarterTokens(text.charCodeAt(i))
  return Math.ceil(quarters / 4)
}
