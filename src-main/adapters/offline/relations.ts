import type { Mention, Relation } from './mentions.ts'
import { followsPreposition, gapOf, isModifier, LONGEST_GAP, relation } from './mentions.ts'
import { joinedByVerb, joinedLoosely } from './verb-relations.ts'
import { IN, isNominal, lower, relationOf } from './word-kinds.ts'
import { DETERMINERS, OFFICES } from './word-lists.ts'

/** How two names stand together that nothing else joins. */
export const NAMED_WITH = 'NAMED_WITH'

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
  if (right.run.lead - left.run.to > LONGEST_GAP) return null
  const fact = `${left.entity.name} and ${right.entity.name} are named together.`
  return { ...relation(left, right, NAMED_WITH, '', false), fact }
}
