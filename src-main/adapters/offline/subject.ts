import type { Mention } from './mentions.ts'
import type { Token } from './sentences.ts'
import { isAdverb, isNominal, isVerb, lower, SUBORDINATE } from './word-kinds.ts'
import { DETERMINERS, PREPOSITIONS } from './word-lists.ts'

/** "The people of Cuba have asked": what the name belongs to acts. The phrase up to the name, or null where there is none. */
export function owningPhrase(text: string, { run, entity }: Mention): string | null {
  const { tokens } = run.sentence
  let at = run.from - 1
  if (DETERMINERS.has(lower(tokens[at]))) at--
  if (lower(tokens[at]) !== 'of') return null
  let start = at - 1
  while (start >= 0 && tokens[start] !== undefined && isNominal(tokens[start] as Token)) start--
  const owned = start < at - 1
  const opened = DETERMINERS.has(lower(tokens[start]))
  const before = tokens[opened ? start - 1 : start]
  const free = before === undefined || !(PREPOSITIONS.has(lower(before)) || isVerb(before) || lower(before) === 'and')
  const first = tokens[opened ? start : start + 1]
  if (!owned || !free || first === undefined || text.charAt(first.start - 1) === '-') return null
  const phrase = text.slice(first.start, tokens[run.from]?.start)
  if (/[,;:()"“”]/.test(phrase)) return null
  return `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}${entity.name}`
}

/** What may stand between who acts and the verb: adverbs, "who", or a phrase that begins with a preposition. */
export function isLead(lead: Token[]): boolean {
  if (lead.length > 8) return false
  const words = lead.map(lower)
  if (words.some((word) => word === 'and' || (SUBORDINATE.has(word) && word !== 'who' && word !== 'which')))
    return false
  return (
    lead.every((token) => isAdverb(token)) ||
    PREPOSITIONS.has(words[0] ?? '') ||
    ['who', 'which'].includes(words[0] ?? '')
  )
}

/** "permit the United States to use": what follows is not done, only let or wished. */
export function isLetTo({ run }: Mention, verb: Token | undefined): boolean {
  const { tokens } = run.sentence
  let at = run.lead - 1
  while (at >= 0 && DETERMINERS.has(lower(tokens[at]))) at--
  const before = tokens[at]
  return before !== undefined && isVerb(before) && verb?.tags.has('Infinitive') === true
}
