import type { Sentence, Token } from './sentences.ts'
import {
  ABBREVIATIONS,
  DETERMINERS,
  GENERIC,
  headType,
  OF_HEADS,
  OFFICES,
  OPENERS,
  PARTICLES,
  PLACE_KINDS,
  PREPOSITIONS,
  TITLES,
} from './word-lists.ts'

/** A run of capitalised words in a sentence. `from` and `to` are token indices, end exclusive. */
export interface Run {
  sentence: Sentence
  /** Where its title begins, `from` without one. */
  lead: number
  from: number
  to: number
  /** Without title, article and possessive: "John F. Stevens". */
  name: string
  words: string[]
  tags: ReadonlySet<string>[]
  /** "President", "Mr", "Secretary"; null without one. */
  title: string | null
  /** Begins a sentence, so that its first capital proves nothing. */
  first: boolean
  possessive: boolean
}

export function plain(word: string): string {
  return word.toLowerCase().replace(/['’]s?$/, '')
}

function isCapital({ text, tags }: Token): boolean {
  return /^\p{Lu}/u.test(text) && !(tags.has('Date') && !tags.has('Person')) && text !== 'I'
}

/** Nothing but a space, a hyphen, or the full stop of an abbreviation stands between the two. */
function touch(text: string, before: Token, after: Token): boolean {
  if (/['’]s?$/.test(before.text)) return false
  const between = text.slice(before.end, after.start)
  if (/^\. ?$/.test(between)) {
    if (isSmallWord(after) || OPENERS.has(after.text.toLowerCase())) return false
    return /^\p{Lu}$/u.test(before.text) || ABBREVIATIONS.has(before.text.toLowerCase())
  }
  if (isShouted(before.text) && !isShouted(after.text)) return false
  return /^[ -]$/.test(between)
}

function isSmallWord({ text }: Token): boolean {
  const word = text.toLowerCase()
  return DETERMINERS.has(word) || PREPOSITIONS.has(word)
}

/** Part of a heading that ran into the text. */
function isShouted(word: string): boolean {
  return word.length > 4 && word === word.toUpperCase()
}

/** How many tokens after `at` the name goes on over: 0 where it ends. */
function continues(text: string, tokens: Token[], from: number, at: number): number {
  const [here, next, second, third] = tokens.slice(at, at + 4)
  if (here === undefined || next === undefined || !touch(text, here, next)) return 0
  if (isCapital(next)) return 1
  if (second === undefined || !touch(text, next, second)) return 0
  const small = next.text.toLowerCase()
  if (small === '&' && isCapital(second)) return 2
  if (PARTICLES.has(small) && isCapital(second)) return 2
  const head = plain(here.text)
  const inside = tokens.slice(from, at).some(({ text: word }) => word.toLowerCase() === 'of')
  if (small === 'and' && inside && headType(plain(tokens[from]?.text ?? '')) === 'organisation') {
    return isCapital(second) && !second.tags.has('Place') && headType(plain(second.text)) === null ? 2 : 0
  }
  if (small !== 'of' || inside) return 0
  const object = isCapital(second) ? second : second.text === 'the' ? third : undefined
  if (object === undefined || !isCapital(object)) return 0
  const united = head !== 'states' || plain(tokens[at - 1]?.text ?? '') === 'united'
  const joins =
    (united && OF_HEADS.has(head)) || (OFFICES.has(head) && !object.tags.has('Place') && !object.tags.has('Demonym'))
  return joins ? (object === second ? 2 : 3) : 0
}

/** Words that begin a sentence with a capital and are no name. */
function isSentenceOpener({ text, tags }: Token, lowerCase: ReadonlySet<string>): boolean {
  const word = plain(text)
  if (lowerCase.has(word) || OPENERS.has(word) || DETERMINERS.has(word) || PREPOSITIONS.has(word)) return true
  if (['Place', 'Person', 'Organization', 'Honorific'].some((tag) => tags.has(tag))) return false
  const small = [
    'Verb',
    'Adverb',
    'Adjective',
    'Pronoun',
    'Conjunction',
    'Preposition',
    'Determiner',
    'QuestionWord',
    'Value',
  ]
  return small.some((tag) => tags.has(tag)) || (tags.has('Plural') && !tags.has('ProperNoun'))
}

/**
 * Runs of capitalised words of a sentence, their title split off.
 * @param lowerCase words that the same text also uses in lower case.
 */
export function findRuns(text: string, sentence: Sentence, lowerCase: ReadonlySet<string>): Run[] {
  const { tokens } = sentence
  const runs: Run[] = []
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]
    if (token === undefined || !isCapital(token)) continue
    const opens = at === 0 || /[“"]$/.test(text.slice(0, token.start))
    if (opens && isSentenceOpener(token, lowerCase)) continue
    if (isSmallWord(token) || token.tags.has('Pronoun')) continue
    let last = at
    for (let step = continues(text, tokens, at, last); step > 0; step = continues(text, tokens, at, last)) last += step
    for (const [from, to] of splitAtPerson(tokens, at, last + 1)) {
      const run = readRun(text, sentence, from, to, opens && from === at)
      if (run) runs.push(run)
    }
    at = last
  }
  return runs
}

/** "Secretary of State Elihu Root" is an office and a person. */
function splitAtPerson(tokens: Token[], from: number, to: number): [number, number][] {
  const of = tokens.slice(from, to).findIndex(({ text }) => text === 'of')
  if (of < 0 || !OFFICES.has(plain(tokens[from]?.text ?? ''))) return [[from, to]]
  const person = tokens.slice(from + of + 2, to).findIndex(({ tags }) => tags.has('FirstName'))
  const at = from + of + 2 + person
  return person < 0
    ? [[from, to]]
    : [
        [from, at],
        [at, to],
      ]
}

function readRun(text: string, sentence: Sentence, from: number, to: number, first: boolean): Run | null {
  const { tokens } = sentence
  let begin = from
  const isTitle = (index: number) => TITLES.has(plain(tokens[index]?.text ?? ''))
  if (
    PLACE_KINDS.has(plain(tokens[from]?.text ?? '')) &&
    tokens[from + 1]?.text === 'of' &&
    tokens[to - 1]?.tags.has('Place')
  ) {
    begin = from + 2
    while (begin < to - 1 && DETERMINERS.has(tokens[begin]?.text.toLowerCase() ?? '')) begin++
  }
  while (begin < to - 1 && isTitle(begin) && tokens[begin + 1]?.text !== 'of') begin++
  const used = tokens.slice(begin, to)
  const [head, tail] = [used[0], used.at(-1)]
  if (head === undefined || tail === undefined) return null
  const title = begin > from && isTitle(from) ? text.slice(tokens[from]?.start, head.start).trim() : null
  const raw = text
    .slice(head.start, tail.end)
    .replace(/\s+/g, ' ')
    .replace(/^U\. ?S\b\.?/, 'United States')
  const name = raw.replace(/['’]s?$/, '').replace(/[\s.,;:-]+$/, '')
  if (!/\p{L}{2}/u.test(name)) return null
  return {
    sentence,
    lead: title === null ? begin : from,
    from: begin,
    to,
    name,
    words: used.map(({ text: word }) => plain(word)),
    tags: used.map(({ tags }) => tags),
    title,
    first,
    possessive: /['’]s?$/.test(raw),
  }
}

/** Whether a run has a word of its own and not only such as any government has. */
export function isOwn({ words }: Pick<Run, 'words'>): boolean {
  return words.some(
    (word) => !GENERIC.has(word) && !TITLES.has(word) && !PREPOSITIONS.has(word) && !DETERMINERS.has(word),
  )
}
