import type { ExtractionAnswer } from '../../../src-shared/model/extraction.ts'
import { END_MARK } from '../../../src-shared/model/extraction.ts'
import { readValidity } from './dates.ts'
import type { FoundEntity } from './entities.ts'
import { gatherEntities } from './entities.ts'
import { pageAt, quoteWithin, readMarkers } from './marked-text.ts'
import { findRuns, plain } from './names.ts'
import type { Relation } from './mentions.ts'
import { NAMED_WITH, relate } from './relations.ts'
import { isEnglish, readSentences } from './sentences.ts'

const MOST_ENTITIES = 40
const MOST_FACTS = 60

/**
 * People, places, organisations and other names of an English text, and how they stand together in a sentence.
 * In other languages only runs of capitalised words that come twice are found. Pure; about 17 µs a character.
 * @param marked text with page markers `[p1] `, `[p2] `, …
 */
export function findEntities(marked: string): ExtractionAnswer {
  const page = readMarkers(marked)
  const { text } = page
  const sentences = readSentences(text)
  const english = isEnglish(sentences)
  const lowerCase = new Set<string>()
  for (const { tokens } of sentences) {
    for (const token of tokens) if (/^\p{Ll}/u.test(token.text)) lowerCase.add(plain(token.text))
  }
  const runs = sentences.flatMap((sentence) => findRuns(text, sentence, lowerCase))
  const entities = foremost(gatherEntities(runs, lowerCase, english))
  const ids = new Map(entities.map((entity, index) => [entity, `e${index + 1}`]))

  const mentions = entities
    .flatMap((entity) => entity.runs.map((run) => ({ entity, run })))
    .toSorted((a, b) => a.run.sentence.start - b.run.sentence.start || a.run.from - b.run.from)
  const facts: ExtractionAnswer['facts'] = []
  for (const sentence of sentences) {
    if (sentence.heading) continue
    const relations = relate(
      text,
      mentions.filter(({ run }) => run.sentence === sentence),
    )
    for (const relation of relations) {
      const { quote, start } = quoteWithin(page, sentence, relation)
      facts.push({
        from: ids.get(relation.from) ?? '',
        to: ids.get(relation.to) ?? '',
        rel: relation.rel,
        fact: relation.fact,
        ...validity(relation, text.slice(sentence.start, sentence.end)),
        page: pageAt(page, start),
        quote,
      })
    }
  }
  return {
    entities: entities.map(({ name, type, aliases, about }, index) => ({
      id: `e${index + 1}`,
      name,
      type,
      aliases,
      about,
    })),
    facts: distinct(facts).slice(0, MOST_FACTS),
    end: END_MARK,
  }
}

function validity(relation: Relation, sentence: string): { since: string | null; until: string | null } {
  return relation.verbal ? readValidity(sentence) : { since: null, until: null }
}

/** Those named most often, in the order of the text. */
function foremost(entities: FoundEntity[]): FoundEntity[] {
  const kept = new Set(entities.toSorted((a, b) => b.runs.length - a.runs.length).slice(0, MOST_ENTITIES))
  return entities.filter((entity) => kept.has(entity))
}

/** Each fact once; being named together says nothing where more is said, so that comes last. */
function distinct(facts: ExtractionAnswer['facts']): ExtractionAnswer['facts'] {
  const pair = ({ from, to }: { from: string; to: string }) => [from, to].toSorted().join(' ')
  const said = facts.filter(({ rel }) => rel !== NAMED_WITH)
  const pairs = new Set(said.map(pair))
  const together = facts.filter((fact) => fact.rel === NAMED_WITH && !pairs.has(pair(fact)))
  const seen = new Set<string>()
  return [...said, ...together].filter((fact) => {
    const same = fact.rel === NAMED_WITH ? `${pair(fact)} ${fact.rel}` : `${fact.from} ${fact.to} ${fact.rel}`
    return !seen.has(same) && seen.add(same)
  })
}
