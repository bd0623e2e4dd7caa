import type { EntityType } from '../../../src-shared/model/extraction.ts'
import type { Run } from './names.ts'
import { isOwn } from './names.ts'
import { ABSTRACT, FROM_SOMEWHERE, headType, OFFICES } from './word-lists.ts'

export interface FoundEntity {
  name: string
  type: EntityType
  aliases: string[]
  about: string
  runs: Run[]
}

/** Longer runs are lines of capitals, not names. */
const LONGEST_NAME = 80

/** Bodies that are names although each of their words is a common one. */
const KNOWN: Record<string, EntityType> = {
  congress: 'organisation',
  senate: 'organisation',
  army: 'organisation',
  navy: 'organisation',
  'house of representatives': 'organisation',
  'supreme court': 'organisation',
  'united states': 'place',
  'porto rico': 'place',
  'puerto rico': 'place',
  'united kingdom': 'place',
  'west indies': 'place',
  'european union': 'organisation',
  'united nations': 'organisation',
}

function has(run: Run, ...tags: string[]): boolean {
  return run.tags.some((own) => tags.some((tag) => own.has(tag)))
}

/** What a run looks like by itself, and whether that is sure enough for a single sighting. */
function judge(run: Run): { type: EntityType; sure: boolean } | null {
  const { words } = run
  const known = KNOWN[words.join(' ')]
  if (known) return { type: known, sure: true }
  const many = words.length > 1
  const [first = '', last = ''] = [words[0], words.at(-1)]
  const of = words.indexOf('of')
  if (OFFICES.has(first) && of === 1) return { type: 'other', sure: true }
  if (words.some((word) => word === 'attorney' || word === 'postmaster') && last === 'general') {
    return { type: 'other', sure: true }
  }
  if (!isOwn(run)) return of > 0 && headType(first) ? { type: headType(first) ?? 'other', sure: true } : null
  if (run.title !== null && !headType(last)) return { type: 'person', sure: true }
  if (words.every((_, at) => run.tags[at]?.has('Demonym'))) return null
  const named = run.tags[0]?.has('FirstName')
  if (!named && FROM_SOMEWHERE.test(last)) return null
  if (FROM_SOMEWHERE.test(first) && last.endsWith('s') && !headType(last)) return null
  const head = headType(of > 0 ? (words[of - 1] ?? '') : last)
  if (many && head) return { type: head, sure: true }
  const placed = run.tags.at(-1)?.has('Place')
  if (has(run, 'Country', 'City', 'Region') && placed) return { type: 'place', sure: true }
  if (many && named && words.length <= 4) return { type: 'person', sure: true }
  if (many && run.tags[0]?.has('Acronym') && run.tags.at(-1)?.has('Person')) return { type: 'person', sure: true }
  if (placed) return { type: 'place', sure: many }
  if (has(run, 'Organization')) return { type: 'organisation', sure: many }
  if (has(run, 'Person') && !many) return { type: 'person', sure: false }
  if (!many && (ABSTRACT.test(last) || has(run, 'Value', 'Plural', 'Adjective', 'Verb'))) return null
  return { type: 'other', sure: many }
}

/** How names are compared within a text. */
function key(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/**
 * Entities of a text: one type a name; a surname alone belongs to the one full name that has it. A name must be sure by
 * its form, or seen twice where a capital means something, and never in lower case. Without English words to go by,
 * only names of several words count, and only twice.
 */
export function gatherEntities(runs: readonly Run[], lowerCase: ReadonlySet<string>, english: boolean): FoundEntity[] {
  const proven: FoundEntity[] = []
  const doubtful: FoundEntity[] = []
  for (const same of Map.groupBy(runs, ({ name }) => key(name)).values()) {
    const votes = same.map(judge).filter((vote) => vote !== null)
    const vote = votes.find(({ type, sure }) => sure && type === 'person') ?? votes.find(({ sure }) => sure) ?? votes[0]
    const [run] = same
    if (run === undefined || vote === undefined || run.name.length > LONGEST_NAME) continue
    if (isCommon(same, vote.type, lowerCase) || (!english && run.words.length === 1)) continue
    const type = english ? vote.type : 'other'
    const inProse = same.filter(({ sentence }) => !sentence.heading)
    const telling = inProse.filter(({ first, words }) => !(first && words.length === 1))
    const enough = english && vote.sure ? inProse.length >= 1 : telling.length >= 2
    const list = enough ? proven : doubtful
    list.push({ name: run.name, type, aliases: [], about: '', runs: same })
  }
  return withSurnames(proven, doubtful).map(withTitles)
}

/** A word that the text also uses in lower case names nobody, unless a title goes before it. */
function isCommon([run, ...others]: Run[], type: EntityType, lowerCase: ReadonlySet<string>): boolean {
  if (run === undefined || run.words.length > 1 || !lowerCase.has(run.words[0] ?? '') || has(run, 'Country'))
    return false
  return type !== 'person' || [run, ...others].every(({ title }) => title === null)
}

/** "Stevens" is "John F. Stevens" where only one person of that surname is named in full: its sightings are his. */
function withSurnames(proven: FoundEntity[], doubtful: FoundEntity[]): FoundEntity[] {
  const full = proven.filter(({ type, runs }) => type === 'person' && (runs[0]?.words.length ?? 0) > 1)
  const merged = new Set<FoundEntity>()
  for (const short of [...proven, ...doubtful]) {
    const words = short.runs[0]?.words ?? []
    if (words.length !== 1 || (short.type !== 'person' && short.type !== 'other')) continue
    const [person, ...others] = full.filter(({ runs }) => runs[0]?.words.at(-1) === words[0])
    if (person === undefined || others.length > 0) continue
    person.aliases.push(short.name)
    person.runs = [...person.runs, ...short.runs]
    merged.add(short)
  }
  return proven.filter((entity) => !merged.has(entity))
}

/** A person's title tells what they are, and how else they are called. */
function withTitles(entity: FoundEntity): FoundEntity {
  if (entity.type !== 'person') return entity
  const titled = entity.runs.filter(({ title }) => title !== null)
  const aliases = new Set([...entity.aliases, ...titled.map(({ title, name }) => `${title} ${name}`)])
  const titles = new Set(titled.map(({ title }) => title?.replace(/^(?:Mr|Mrs|Ms|Miss|Messrs|Sir)\b\.? ?/, '') ?? ''))
  return { ...entity, aliases: [...aliases], about: [...titles].filter((title) => title !== '').join(', ') }
}
