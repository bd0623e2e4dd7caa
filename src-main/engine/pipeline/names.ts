/**
 * The form under which names are compared: NFKC, lower case, without possessive, punctuation and a leading article,
 * white space folded. "The  Panama Canal's" → "panama canal". Marks stay with their letters: in many scripts they are
 * the vowels.
 */
export function normaliseName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’]s\b/g, '')
    .replace(/(?:[^\p{L}\p{M}\p{N}&+#]\p{M}*)+/gu, ' ')
    .trim()
    .replace(/^(the|a|an) /, '')
}

const GENERIC = new Set(
  (
    'president secretary minister senator governor general king queen chairman director author company commission ' +
    'committee congress senate house court department government nation country state city he she it they we you ' +
    'his her their this that who man woman people'
  ).split(' '),
)

/**
 * Whether a name may stand for an entity by itself: a name proper, not a pronoun, a bare office or a number.
 * Such words are never made entities and never link two of them.
 */
export function isNameProper(name: string): boolean {
  const key = normaliseName(name)
  return key.length >= 2 && /\p{L}/u.test(key) && !GENERIC.has(key)
}

/** "appointed by" → "APPOINTED_BY". Empty where no letter is left. */
export function relationName(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/(?:[^\p{L}\p{M}\p{N}]\p{M}*)+/gu, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase()
    .slice(0, 80)
    .replace(/\p{Cs}$/u, '')
}

/** Runs of capitalised words of a text, as keys: what may name an entity that is already known. */
export function candidateKeys(text: string, limit = 400): string[] {
  const keys = new Set<string>()
  for (const run of text.matchAll(
    /\p{Lu}[\p{L}\p{N}.'’-]*(?:[ \n]+(?:of|the|and|de|von|van|&|\p{Lu}[\p{L}\p{N}.'’-]*))*/gu,
  )) {
    const words = run[0].split(/\s+/)
    for (let from = 0; from < words.length; from++) {
      for (let to = from + 1; to <= Math.min(words.length, from + 6); to++) {
        const key = normaliseName(words.slice(from, to).join(' '))
        if (key.length >= 2) keys.add(key)
        if (keys.size >= limit) return [...keys]
      }
    }
  }
  return [...keys]
}
