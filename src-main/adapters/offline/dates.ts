const MONTHS = 'January|February|March|April|May|June|July|August|September|October|November|December'.split('|')
const YEAR = String.raw`(?:1[4-9]|20)\d\d`
const DATE = new RegExp(
  String.raw`(?:\b(${MONTHS.join('|')})\s+(?:(\d{1,2})(?:st|nd|rd|th)?,\s*)?)?\b(${YEAR})\b(?![\d,.]*\d)`,
  'g',
)

export interface Validity {
  since: string | null
  until: string | null
}

/** When what a sentence says began and ended: only if it names one date, or one span, plainly. */
export function readValidity(sentence: string): Validity {
  const dates = [...sentence.matchAll(DATE)].map((match) => {
    const [, month, day, year = ''] = match
    const parts = [year]
    if (month) parts.push(String(MONTHS.indexOf(month) + 1).padStart(2, '0'))
    if (month && day) parts.push(day.padStart(2, '0'))
    return { iso: parts.join('-'), start: match.index, end: match.index + match[0].length }
  })
  const [first, second, third] = dates
  if (first === undefined || third !== undefined) return { since: null, until: null }
  const before = sentence.slice(0, first.start)
  if (second !== undefined) {
    const span = /^\s*(?:to|until|till|through|and|[-–—])\s*$/.test(sentence.slice(first.end, second.start))
    const opened = /\b(?:from|between)\s+$/i.test(before) || /^\s*[-–—]/.test(sentence.slice(first.end, second.start))
    return span && opened ? { since: first.iso, until: second.iso } : { since: null, until: null }
  }
  if (/\b(?:until|till|before)\s+$/i.test(before)) return { since: null, until: first.iso }
  if (/\b(?:in|since|on|from)\s+(?:the\s+year\s+)?$/i.test(before)) return { since: first.iso, until: null }
  return { since: null, until: null }
}
