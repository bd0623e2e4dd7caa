import type { Run } from './names.ts'
import type { FoundEntity } from './entities.ts'
import type { Token } from './sentences.ts'
import { DETERMINERS, OFFICES, PREPOSITIONS } from './word-lists.ts'

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

/** How two names stand together that nothing else joins. */
export const NAMED_WITH = 'NAMED_WITH'

const LONGEST_GAP = 18
const SUBORDINATE = new Set(
  'that which who whom whose if because although while when where whether unless as than but or'.split(' '),
)
const BE = new Set('is are was were be been being am'.split(' '))
const HAVE = new Set('has have had having'.split(' '))
const IN = new Set('in at near within on'.split(' '))

const lower = (token: Token | undefined): string => token?.text.toLowerCase() ?? ''
const isVerb = ({ tags }: Token): boolean => tags.has('Verb') && !tags.has('ProperNoun') && !tags.has('Particle')
const isAdverb = ({ tags }: Token): boolean => tags.has('Adverb') || tags.has('Negative')
const isNominal = ({ tags, text }: Token): boolean =>
  !DETERMINERS.has(text.toLowerCase()) &&
  !isVerbOnly(tags) &&
  (tags.has('Noun') || tags.has('Adjective') || tags.has('Actor'))
function isVerbOnly(tags: ReadonlySet<string>): boolean {
  return tags.has('Verb') && !tags.has('Noun')
}

function relationOf(words: string[]): string {
  return words
    .join('_')
    .replace(/[^\p{L}\p{N}_]+/gu, '_')
    .toUpperCase()
}

/** How each name of a sentence is joined to one before it. `mentions` stand in the order of the text. */
export function relate(text: string, mentions: readonly Mention[]): Relation[] {
  const relations: Relation[] = []
  for (const [index, right] of mentions.entries()) {
    for (let back = index - 1; back >= Math.max(0, index - 3); back--) {
      const left = mentions[back]
      if (left === undefined || left.entity === right.entity) continue
      const between = mentions.slice(back + 1, index)
      const next = between.length === 0
      const relation =
        joinedByVerb(text, left, right, between) ??
        (next
          ? (joinedDirectly(text, left, right) ?? joinedLoosely(text, left, right) ?? namedTogether(left, right))
          : null)
      if (relation) {
        relations.push(relation)
        if (relation.rel !== NAMED_WITH) break
      }
    }
  }
  return relations
}

interface Gap {
  tokens: Token[]
  /** Characters between the last token before and the given one: punctuation. */
  before(index: number): string
}

function gapOf(text: string, left: Mention, right: Mention): Gap {
  const { tokens } = left.run.sentence
  const inside = tokens.slice(left.run.to, right.run.from)
  const leadEnd = tokens[left.run.to - 1]?.end ?? 0
  return {
    tokens: inside,
    before: (index) =>
      text.slice(inside[index - 1]?.end ?? leadEnd, inside[index]?.start ?? tokens[right.run.from]?.start),
  }
}

function span(left: Mention, right: Mention): { start: number; end: number } {
  const [first, last] = left.run.from < right.run.from ? [left, right] : [right, left]
  const { tokens } = left.run.sentence
  return { start: tokens[first.run.from]?.start ?? 0, end: tokens[last.run.to - 1]?.end ?? 0 }
}

/** @param subject how the fact begins: the name, or the phrase it stands in. */
function relation(
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
function isModifier(text: string, { run }: Mention): boolean {
  const { tokens } = run.sentence
  const [last, next] = [tokens[run.to - 1], tokens[run.to]]
  if (run.possessive) return true
  if (last === undefined || next === undefined || !/^[\s-]+$/.test(text.slice(last.end, next.start))) return false
  return /^\p{Ll}/u.test(next.text) && next.tags.has('Noun') && !isVerb(next) && !PREPOSITIONS.has(lower(next))
}

/** "The people of Cuba have asked": what the name belongs to acts. The phrase up to the name, or null where there is none. */
function owningPhrase(text: string, { run, entity }: Mention): string | null {
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
  if (!owned || !free || first === undefined) return null
  const phrase = text.slice(first.start, tokens[run.from]?.start)
  if (/[,;:()"“”]/.test(phrase)) return null
  return `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}${entity.name}`
}

/** "the people of Cuba": the name behind a preposition is not who acts. */
function followsPreposition({ run }: Mention): boolean {
  const { tokens } = run.sentence
  let at = run.from - 1
  while (
    at >= 0 &&
    (DETERMINERS.has(lower(tokens[at])) || tokens[at]?.tags.has('Adjective') || tokens[at]?.tags.has('Honorific'))
  )
    at--
  return PREPOSITIONS.has(lower(tokens[at])) || tokens[at]?.tags.has('Gerund') === true
}

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
function joinedByVerb(text: string, left: Mention, right: Mention, between: readonly Mention[]): Relation | null {
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
function joinedLoosely(text: string, left: Mention, right: Mention): Relation | null {
  const predicate = predicateOf(text, left, right)
  if (predicate === null) return null
  const { gap, group, subject } = predicate
  const main = group.find((token) => !isAdverb(token) && !isAuxiliary(token))
  const words = gap.tokens.map(lower)
  const leads = words.findLast((word) => !DETERMINERS.has(word)) ?? ''
  if (main === undefined || words.includes('between') || leads === 'and' || SUBORDINATE.has(leads)) return null
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

/** What may stand between who acts and the verb: adverbs, "who", or a phrase that begins with a preposition. */
function isLead(lead: Token[]): boolean {
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
function isLetTo({ run }: Mention, verb: Token | undefined): boolean {
  const { tokens } = run.sentence
  let at = run.from - 1
  while (at >= 0 && DETERMINERS.has(lower(tokens[at]))) at--
  const before = tokens[at]
  return before !== undefined && isVerb(before) && verb?.tags.has('Infinitive') === true
}

function tokensStart({ run }: Mention): number {
  return run.sentence.tokens[run.from]?.start ?? 0
}

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

function isList({ tokens, before }: Gap): boolean {
  const words = tokens.map(lower).filter((word) => !DETERMINERS.has(word))
  const marks = Array.from({ length: tokens.length + 1 }, (_, at) => before(at))
    .join('')
    .replace(/\s/g, '')
  return (words.length === 0 && marks === ',') || (words.length === 1 && words[0] === 'and' && /^,?$/.test(marks))
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

/** Without a verb: "the Bureau in Manila", "Mr. Stevens, chief engineer of the Canal", "Cuba and Spain". */
function joinedDirectly(text: string, left: Mention, right: Mention): Relation | null {
  const gap = gapOf(text, left, right)
  const { tokens, before } = gap
  const marks = Array.from({ length: tokens.length + 1 }, (_, at) => before(at).trim()).join('')
  const words = tokens.map(lower).filter((word) => !DETERMINERS.has(word))
  if (left.run.possessive || isModifier(text, right)) return null
  const [word] = words
  if (words.length === 0 && right.entity.type === 'person' && OFFICES.has(left.run.words[0] ?? '')) {
    return /^[,(]?$/.test(marks) ? relation(right, left, 'HOLDS_OFFICE', 'is', false) : null
  }
  if (words.length === 0 && marks === ',') return joinedByComma(left, right)
  if (
    word === 'of' &&
    words.length === 1 &&
    marks === ',' &&
    left.entity.type === 'person' &&
    right.entity.type === 'place'
  ) {
    return relation(left, right, 'FROM', 'is from', false)
  }
  if (words.length === 1 && word !== undefined && marks === '' && right.entity.type === 'place') {
    if (IN.has(word) && left.entity.type !== 'person') return relation(left, right, 'LOCATED_IN', `is ${word}`, false)
    if (word === 'of' && left.entity.type === 'person') return relation(left, right, 'FROM', 'is from', false)
    if (word === 'of' && left.entity.type !== 'other') return relation(left, right, 'PART_OF', 'is part of', false)
    if (word === 'from' && left.entity.type === 'person') return relation(left, right, 'FROM', 'is from', false)
  }
  const lastWord = words.at(-1) ?? ''
  const apposition = before(0).trim() === ',' && marks === ',' && words.length > 1 && words.length <= 6
  if (!apposition || followsPreposition(left) || !['of', 'for', 'in', 'at', 'to'].includes(lastWord)) return null
  const described = tokens.filter((token) => !DETERMINERS.has(lower(token))).slice(0, -1)
  if (!described.every(isNominal) || described.at(-1)?.tags.has('Plural')) return null
  const says = `is ${text.slice(tokens[0]?.start, tokens.at(-1)?.end)}`
  return relation(left, right, relationOf([...described.slice(-3).map(lower), lastWord]), says, false)
}

/** "Col. Gorgas, U. S. Army" and "Vicksburg, Mississippi". */
function joinedByComma(left: Mention, right: Mention): Relation | null {
  const tagged = ({ run }: Mention, ...tags: string[]) => run.tags.some((own) => tags.some((tag) => own.has(tag)))
  const types = `${left.entity.type} ${right.entity.type}`
  if (types === 'person organisation' && left.run.title !== null)
    return relation(left, right, 'BELONGS_TO', 'belongs to', false)
  const within = types === 'place place' && tagged(right, 'Region') && !tagged(left, 'Region', 'Country')
  return within ? relation(left, right, 'LOCATED_IN', 'is in', false) : null
}

/** The next name in the same sentence, not far away. */
function namedTogether(left: Mention, right: Mention): Relation | null {
  if (right.run.from - left.run.to > LONGEST_GAP) return null
  const fact = `${left.entity.name} and ${right.entity.name} are named together.`
  return { ...relation(left, right, NAMED_WITH, '', false), fact }
}
