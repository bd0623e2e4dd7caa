import nlp from 'compromise'
import { ABBREVIATIONS } from './word-lists.ts'

export interface Token {
  text: string
  /** Offsets in the whole text. */
  start: number
  end: number
  tags: ReadonlySet<string>
}

export interface Sentence {
  start: number
  end: number
  tokens: Token[]
  /** A line without a sentence's end: its capitals prove nothing. */
  heading: boolean
}

/** What compromise's `json` gives for a sentence; the library types it as `any`. */
interface NlpSentence {
  terms: { text: string; pre: string; post: string; tags: string[] }[]
}

const SENTENCE_END = /[.!?;:…]["'”’)\]]*\s*$/

/** Sentences and tagged words of an English text, with their places in it. */
export function readSentences(text: string): Sentence[] {
  const parsed = nlp(text).json({ terms: { tags: true } }) as NlpSentence[]
  const sentences: Sentence[] = []
  let at = 0
  for (const { terms } of parsed) {
    const tokens: Token[] = []
    for (const term of terms) {
      if (term.text === '') continue
      const start = text.indexOf(term.text, at)
      if (start < 0) continue
      at = start + term.text.length
      tokens.push({ text: term.text, start, end: at, tags: new Set(term.tags) })
    }
    const [first, last] = [tokens[0], tokens.at(-1)]
    if (first === undefined || last === undefined) continue
    const before = sentences.at(-1)
    if (before && breaksOff(text, before, first)) {
      before.tokens.push(...tokens)
      close(text, before)
    } else {
      const sentence = { start: first.start, end: first.end, tokens, heading: false }
      close(text, sentence)
      sentences.push(sentence)
    }
  }
  return sentences
}

/** Whether what was taken for a sentence ends in an initial or a title: "John F. | Stevens". */
function breaksOff(text: string, before: Sentence, next: Token): boolean {
  const last = before.tokens.at(-1)
  if (last === undefined || !/^\.[ \n]$/.test(text.slice(last.end, next.start))) return false
  return /^\p{Lu}$/u.test(last.text) || ABBREVIATIONS.has(last.text.toLowerCase())
}

/** Sets a sentence's bounds from its words: quotes and stops around them belong to it. */
function close(text: string, sentence: Sentence): void {
  const { tokens } = sentence
  const [first, last] = [tokens[0], tokens.at(-1)]
  if (first === undefined || last === undefined) return
  sentence.start = first.start - (/["'“‘([]*$/.exec(text.slice(0, first.start))?.[0].length ?? 0)
  sentence.end = last.end + (/^[^\s\p{L}\p{N}]*/u.exec(text.slice(last.end))?.[0].length ?? 0)
  const shown = text.slice(sentence.start, sentence.end)
  sentence.heading = !SENTENCE_END.test(shown) && (shown.length < 100 || shown === shown.toUpperCase())
}

/** Too few to judge by. */
const FEW_WORDS = 20
const ENGLISH = new Set('the of and to is that for with by as it are from this which'.split(' '))

/** English prose has these small words in every fifth place or so; the library knows no other language. */
export function isEnglish(sentences: readonly Sentence[]): boolean {
  const words = sentences.flatMap(({ tokens }) => tokens)
  const small = words.filter(({ text }) => ENGLISH.has(text.toLowerCase()))
  return words.length < FEW_WORDS || small.length / words.length > 0.1
}
