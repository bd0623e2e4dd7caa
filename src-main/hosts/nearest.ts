import { closest, distance } from 'fastest-levenshtein'

/** The word that was probably meant, or null where none is near. Case and separators do not count. */
export function nearest(word: string, words: readonly string[]): string | null {
  if (words.length === 0) return null
  const plain = (text: string) => text.toLowerCase().replace(/[-_]/g, '')
  const found = closest(plain(word), words.map(plain))
  const index = words.findIndex((candidate) => plain(candidate) === found)
  const near = distance(plain(word), found) <= Math.max(2, Math.floor(found.length / 3))
  return near ? (words[index] ?? null) : null
}
