/**
 * Our own rule and not Intl.Segmenter: that one follows the host's ICU version, and a chunk must have the same borders
 * (and so the same price) under Node and Electron. It also splits after "Mr.".
 */
const SENTENCE_END = /[.!?…]["'”’»)\]]*\s+(?=["'“‘«([]*[\p{Lu}\p{Lo}\p{N}])|[。！？][」』”’）]*\s*(?=\S)/gu

const ABBREVIATION =
  /(?:^|[\s("'“‘[])(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof|Rev|Hon|Gen|Col|Maj|Capt|Lt|Sgt|Sen|Rep|Gov|Pres|St|Jr|Sr|No|Nos|Art|Sec|Fig|Vol|Ch|pp?|vs|cf|al|approx|Inc|Ltd|Co|Corp|Bros|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|U\.S|i\.e|e\.g|viz|etc)\.\s+$/u

/** Longest abbreviation and what surrounds it. */
const LOOK_BACK = 12

/** Offsets where a sentence begins inside a text, in order; neither its start nor its end. */
export function sentenceBorders(text: string): number[] {
  const borders: number[] = []
  for (const match of text.matchAll(SENTENCE_END)) {
    const border = match.index + match[0].length
    if (!ABBREVIATION.test(text.slice(Math.max(0, border - LOOK_BACK), border))) borders.push(border)
  }
  return borders
}
