import type { Token } from './sentences.ts'
import { DETERMINERS } from './word-lists.ts'

/** After them another clause begins. */
export const SUBORDINATE = new Set(
  'that which who whom whose if because although while when where whether unless as than but or'.split(' '),
)

export const BE = new Set('is are was were be been being am'.split(' '))
export const HAVE = new Set('has have had having'.split(' '))
export const IN = new Set('in at near within on'.split(' '))

export const lower = (token: Token | undefined): string => token?.text.toLowerCase() ?? ''
export const isVerb = ({ tags }: Token): boolean => tags.has('Verb') && !tags.has('ProperNoun') && !tags.has('Particle')
export const isAdverb = ({ tags }: Token): boolean => tags.has('Adverb') || tags.has('Negative')
export const isNominal = ({ tags, text }: Token): boolean =>
  !DETERMINERS.has(text.toLowerCase()) &&
  !isVerbOnly(tags) &&
  (tags.has('Noun') || tags.has('Adjective') || tags.has('Actor'))

export function isVerbOnly(tags: ReadonlySet<string>): boolean {
  return tags.has('Verb') && !tags.has('Noun')
}

/** SCREAMING_SNAKE_CASE. */
export function relationOf(words: string[]): string {
  return words
    .join('_')
    .replace(/[^\p{L}\p{N}_]+/gu, '_')
    .toUpperCase()
}
