import type { Gap, Mention, Relation } from './mentions.ts'
import { followsPreposition, gapOf, isList, isModifier, LONGEST_GAP, relation, tokensStart } from './mentions.ts'
import type { Token } from './sentences.ts'
import { isLead, isLetTo, owningPhrase } from './subject.ts'
import { BE, HAVE, IN, isAdverb, isNominal, isVerb, isVerbOnly, lower, relationOf, SUBORDINATE } from './word-kinds.ts'
import { DETERMINERS, PREPOSITIONS } from './word-lists.ts'

interface Predicate {
  gap: Gap
  group: Token[]
  /** Index in the gap behind the verb group. */
  end: number
  subject: string
}

/** What the left name does, if it is who acts: its verb group, in the words up to the right name. */
function predicateOf(text: string, left: Mention, right: Mention): Predicate | null {
  const gap = gapOf(text, left, right)
  const { tokens, before } = gap
  const verb = tokens.findIndex(isVerb)
  const subject = followsPreposition(left) ? owningPhrase(text, left) : left.entity.name
  if (verb < 0 || left.run.possessive || subject === null || isModifier(text, right)) return null
  if (tokens.length > LONGEST_GAP || !isLead(tokens.slice(0, verb)) || isLetTo(left, tokens[verb])) return null
  for (let at = 0; at <= tokens.length; at++) if (/[;:()—"“”?!]/.test(before(at))) return null
  let end = verb
  while (end < tokens.length && inVerbGroup(tokens, end) && (end === verb || /^[\s-]*$/.test(before(end)))) end++
  const group = tokens.slice(verb, end)
  // "that the Postmaster-General be authorized" is a wish
  if (['be', 'been', 'being'].includes(lower(group[0]))) return null
  const isNot = ({ tags, text: word }: Token) => tags.has('Negative') || /^(?:not|never|nor)$/i.test(word)
  if (tokens.slice(0, end).some(isNot)) return null
  const passive = group.some((token) => BE.has(lower(token)))
  if (group.find((token) => !isAdverb(token))?.tags.has('Gerund') || (!passive && lower(tokens[end]) === 'by'))
    return null
  return { gap, group, end, subject }
}

/** Subject, verb, object or complement: "Mr. Stevens signed a treaty with Spain". */
export function joinedByVerb(
  text: string,
  left: Mention,
  right: Mention,
  between: readonly Mention[],
): Relation | null {
  const predicate = predicateOf(text, left, right)
  if (predicate === null) return null
  const { gap, group, end, subject } = predicate
  const { tokens, before } = gap
  const object = tokens.slice(end)
  const words = object.map(lower)
  if (words.some((word) => SUBORDINATE.has(word))) return null
  if (object.some(({ tags }) => isVerbOnly(tags) && !tags.has('Adjective'))) return null
  for (let at = end; at <= tokens.length; at++)
    if (/[^\s-]/.test(before(at)) && !listed(before(at), between)) return null
  const conjunction = words.lastIndexOf('and')
  if (between.length === 0 && conjunction >= 0 && !words.slice(conjunction).some((word) => PREPOSITIONS.has(word)))
    return null
  if (between.length > 0 && !onlyListed(between, right, text)) return null

  const first = between[0] ?? right
  const rel = verbRelation(group, gapOf(text, left, first).tokens.slice(end))
  return rel === null
    ? null
    : relation(left, right, rel, text.slice(group[0]?.start, tokensStart(first)), true, subject)
}

/** The same over more words, which the fact repeats: "The Supreme Court decided that the law is within the powers of Congress". */
export function joinedLoosely(text: string, left: Mention, right: Mention): Relation | null {
  const predicate = predicateOf(text, left, right)
  if (predicate === null) return null
  const { gap, group, subject } = predicate
  const main = group.find((token) => !isAdverb(token) && !isAuxiliary(token))
  const words = gap.tokens.map(lower)
  const leads = words.findLast((word) => !DETERMINERS.has(word)) ?? ''
  if (
    main === undefined ||
    words.includes('between') ||
    words.includes('what') ||
    leads === 'and' ||
    SUBORDINATE.has(leads)
  )
    return null
  const passive = group.some((token) => BE.has(lower(token))) && !main.tags.has('Gerund')
  return relation(
    left,
    right,
    relationOf([...(passive ? ['was'] : []), lower(main)]),
    text.slice(group[0]?.start, tokensStart(right)),
    true,
    subject,
  )
}

const isAuxiliary = (token: Token): boolean => BE.has(lower(token)) || HAVE.has(lower(token)) || token.tags.has('Modal')

function inVerbGroup(tokens: Token[], at: number): boolean {
  const token = tokens[at]
  if (token === undefined) return false
  if (isVerb(token) || isAdverb(token)) return true
  const next = tokens[at + 1]
  return lower(token) === 'to' && next !== undefined && isVerb(next) && next.tags.has('Infinitive')
}

/** In a list of objects commas are no end of the clause. */
function listed(punctuation: string, between: readonly Mention[]): boolean {
  return between.length > 0 && /^,\s*$/.test(punctuation)
}

/** "Porto Rico, Cuba and the Philippines": nothing but commas, "and" and articles from the first to the last. */
function onlyListed(between: readonly Mention[], right: Mention, text: string): boolean {
  const chain = [...between, right]
  return chain.slice(1).every((mention, index) => {
    const before = chain[index]
    return before !== undefined && isList(gapOf(text, before, mention))
  })
}

/** The relation's name from the verb and what leads to the object: FOUNDED_BY, CAPITAL_OF, SIGNED_TREATY_WITH. */
function verbRelation(group: Token[], complement: Token[]): string | null {
  const verbs = group.filter((token) => !isAdverb(token))
  const heavy = verbs.filter((token) => !BE.has(lower(token)) && !HAVE.has(lower(token)))
  const copula = heavy.length === 0 && verbs.some((token) => BE.has(lower(token)))
  const main = heavy.length > 0 ? heavy.slice(-3).map(lower) : copula ? [] : ['has']
  const noun: Token[] = []
  let at = 0
  while (at < complement.length && (isNominal(complement[at] as Token) || DETERMINERS.has(lower(complement[at])))) {
    const token = complement[at] as Token
    if (!DETERMINERS.has(lower(token))) noun.push(token)
    at++
  }
  const rest = complement.slice(at)
  const preposition = rest.find((token) => PREPOSITIONS.has(lower(token)))
  if (preposition !== undefined && !PREPOSITIONS.has(lower(rest[0]))) return null
  if (preposition === undefined) {
    // what stands before the name describes it, and only an article may: "gave Alaska", "is the United States"
    if (noun.some(({ tags }) => !tags.has('Adjective')) || (copula && noun.length > 0)) return null
    return copula ? 'IS' : relationOf(main)
  }
  const leads = lower(preposition)
  const single = rest.filter((token) => PREPOSITIONS.has(lower(token))).length === 1
  if (copula && noun.length === 0) return single && IN.has(leads) ? 'LOCATED_IN' : null
  if (!single && copula) return null
  return relationOf([...main, ...noun.slice(copula ? -2 : -1).map(lower), leads])
}
