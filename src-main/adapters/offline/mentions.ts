import type { FoundEntity } from './entities.ts'
import type { Run } from './names.ts'
import type { Token } from './sentences.ts'
import { isVerb, lower } from './word-kinds.ts'
import { DETERMINERS, PREPOSITIONS } from './word-lists.ts'

/** A place of a sentence where an entity is named. */
export interface Mention {
  entity: FoundEntity
  run: Run
}

export interface Relation {
  from: FoundEntity
  to: FoundEntity
  /** SCREAMING_SNAKE_CASE. */
  rel: string
  fact: string
  /** Where in the text both are named. */
  start: number
  end: number
  /** Said by a verb, so that a date in the sentence is its date. */
  verbal: boolean
}

/** Names further apart, in words, are not joined. */
export const LONGEST_GAP = 18

/** What stands between two names. */
export interface Gap {
  tokens: Token[]
  /** Characters between the last token before and the given one: punctuation. */
  before(index: number): string
}

export function gapOf(text: string, left: Mention, right: Mention): Gap {
  const { tokens } = left.run.sentence
  const inside = tokens.slice(left.run.to, right.run.lead)
  const leadEnd = tokens[left.run.to - 1]?.end ?? 0
  return {
    tokens: inside,
    before: (index) =>
      text.slice(inside[index - 1]?.end ?? leadEnd, inside[index]?.start ?? tokens[right.run.lead]?.start),
  }
}

function span(left: Mention, right: Mention): { start: number; end: number } {
  const [first, last] = left.run.from < right.run.from ? [left, right] : [right, left]
  const { tokens } = left.run.sentence
  return { start: tokens[first.run.from]?.start ?? 0, end: tokens[last.run.to - 1]?.end ?? 0 }
}

/** @param subject how the fact begins: the name, or the phrase it stands in. */
export function relation(
  left: Mention,
  right: Mention,
  rel: string,
  says: string,
  verbal: boolean,
  subject = left.entity.name,
): Relation {
  const said = says
    .replace(/\s+/g, ' ')
    .replace(/["“”()[\]]/g, '')
    .trim()
  const fact = `${subject} ${said} ${right.entity.name}.`
  return { from: left.entity, to: right.entity, rel, fact, ...span(left, right), verbal }
}

/** A lower-case noun right behind a name is what the words are about: "Panama bonds", "Cuba's future". */
export function isModifier(text: string, { run }: Mention): boolean {
  const { tokens } = run.sentence
  const [last, next] = [tokens[run.to - 1], tokens[run.to]]
  if (run.possessive) return true
  if (last === undefined || next === undefined || !/^[\s-]+$/.test(text.slice(last.end, next.start))) return false
  return /^\p{Ll}/u.test(next.text) && next.tags.has('Noun') && !isVerb(next) && !PREPOSITIONS.has(lower(next))
}

/** "the people of Cuba": the name behind a preposition is not who acts. */
export function followsPreposition({ run }: Mention): boolean {
  const { tokens } = run.sentence
  let at = run.lead - 1
  while (
    at >= 0 &&
    (DETERMINERS.has(lower(tokens[at])) || tokens[at]?.tags.has('Adjective') || tokens[at]?.tags.has('Honorific'))
  )
    at--
  return PREPOSITIONS.has(lower(tokens[at])) || tokens[at]?.tags.has('Gerund') === true
}

/** Where the name begins in the text. */
export function tokensStart({ run }: Mention): number {
  return run.sentence.tokens[run.from]?.start ?? 0
}

/** Nothing but a comma, "and" and articles stands between the two. */
export function isList({ tokens, before }: Gap): boolean {
  const words = tokens.map(lower).filter((word) => !DETERMINERS.has(word))
  const marks = Array.from({ length: tokens.length + 1 }, (_, at) => before(at))
    .join('')
    .replace(/\s/g, '')
  return (words.length === 0 && marks === ',') || (words.length === 1 && words[0] === 'and' && /^,?$/.test(marks))
}
