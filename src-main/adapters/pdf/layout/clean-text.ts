/** Typeset pairs as single characters; a quote typed by a model or a person never holds them. */
const LIGATURES: Record<string, string> = {
  '\ufb00': 'ff',
  '\ufb01': 'fi',
  '\ufb02': 'fl',
  '\ufb03': 'ffi',
  '\ufb04': 'ffl',
  '\ufb05': 'st',
  '\ufb06': 'st',
}

/** Bullets of the symbol fonts that word processors embed. */
const SYMBOL_BULLET = /[\uf0a7\uf0b7\uf0d8]/g

/** All that the rest of this file would change; most texts have none of it. */
const ODD = /[^\x20-\x7e\u00a1-\u02ff\u2010-\u2027]/

/**
 * Text as the rest of Sluice may rely on: NFC, ligatures written out, no control characters, no lone surrogates, every
 * kind of space one plain space. Soft hyphens stay, for the join of lines.
 */
export function cleanText(text: string): string {
  if (!ODD.test(text)) return text
  return text
    .toWellFormed()
    .replace(/[\ufb00-\ufb06]/g, (ligature) => LIGATURES[ligature] ?? ligature)
    .replace(SYMBOL_BULLET, '•')
    .replace(/[\s\u0085\u00a0]+/gu, ' ')
    .replace(/[\p{Cc}\ufffd\ufeff\u200b\u2060]/gu, '')
    .normalize('NFC')
}
