import { createDice, type Dice } from '../servers/dice.ts'
import { POISON, POISONS, poisonWord, type Poison } from '../servers/behaviours.ts'
import type { ServerRules } from '../servers/minute.ts'
import { faultsOf, type Fault } from './faults.ts'

export interface SimulatedDocument {
  name: string
  pages: string[]
  /** The file cannot be read at all. */
  unreadable: boolean
  /** What the model does with one of its pages is no fault of the engine. */
  poisoned: boolean
  /** When it is added, in milliseconds after the start; null: when the others have had their time. */
  addedAt: number | null
}

/** One seed, one scenario: a small job, the API's rules, and everything that goes wrong. */
export interface Scenario {
  seed: number
  documents: SimulatedDocument[]
  settings: Record<string, string>
  rules: ServerRules
  faults: Fault[]
}

export function scenarioOf(seed: number): Scenario {
  const dice = createDice(seed)
  const documents = documentsOf(dice)
  const pages = documents.reduce((sum, document) => sum + document.pages.length, 0)
  return {
    seed,
    documents,
    settings: {
      preset: dice.pick(['steady', 'standard']),
      pace: dice.pick(['normal', 'normal', 'tight']),
      phaseLookahead: String(dice.between(1, 4)),
      interDocumentDelaySeconds: dice.chance(0.1) ? '5' : '0',
      callTimeoutSeconds: '120',
      retryBaseSeconds: '1',
    },
    rules: {
      requests: dice.pick([50, 50, 1_000]),
      input: dice.pick([30_000, 60_000, 1_000_000]),
      output: dice.pick([8_000, 20_000, 400_000]),
      charactersPerToken: 3 + 1.5 * dice.next(),
    },
    faults: faultsOf(dice, { documents: documents.map(({ name }) => name), pages }),
  }
}

function documentsOf(dice: Dice): SimulatedDocument[] {
  const documents: SimulatedDocument[] = []
  const count = dice.pick([1, 1, 1, 2, 2, 3, 4])
  for (let i = 0; i < count; i++) {
    const name = `${'abcd'[i] ?? 'z'}.pdf`
    const before = documents[0]
    if (before && dice.chance(0.08)) documents.push({ ...before, name })
    else documents.push(documentOf(dice, name, before?.pages[0]))
  }
  // With nothing else to answer, an API that fails for one chunk is an API that fails: this tells the two apart.
  if (documents.some(({ pages }) => pages.some((page) => page.includes(poisonWord('api_error'))))) {
    const pages = Array.from({ length: 8 }, (_, number) => pageOf(dice, `later.pdf ${number}`))
    documents.push({ name: 'later.pdf', pages, unreadable: false, poisoned: false, addedAt: null })
  }
  return documents
}

/** Many small documents find more than few large ones; now and then one that goes on behind what the prompts look back. */
const PAGES = [1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 4, 6, 14] as const

export function documentOf(dice: Dice, name: string, shared?: string): SimulatedDocument {
  const count = dice.pick(PAGES)
  const pages = Array.from({ length: count }, (_, number) => pageOf(dice, `${name} ${number}`))
  if (shared !== undefined && dice.chance(0.15)) pages[dice.between(0, count - 1)] = shared
  if (dice.chance(0.1)) pages[dice.between(0, count - 1)] = ''
  const at = dice.between(0, count - 1)
  if (pages[at] && dice.chance(0.15)) pages[at] += ` And ${poisonWord(dice.pick<Poison>(POISONS))}.`
  const poisoned = pages.some((page) => page.includes(POISON))
  return { name, pages, unreadable: dice.chance(0.04), poisoned, addedAt: 0 }
}

const PEOPLE = ['Ada Byron', 'Charles Babbage', 'Grace Hopper', 'Alan Turing', 'Emmy Noether', 'Lise Meitner'] as const

/** About 450 tokens, so one or two make a chunk; the same people meet again. */
function pageOf(dice: Dice, place: string): string {
  const paragraphs = Array.from({ length: 3 }, (_, n) => {
    const filler = Array.from({ length: 50 }, (_, i) => `w${n}x${i} of ${i % 7 === 0 ? place : 'it'}`).join(' ')
    return `${filler}. ${dice.pick(PEOPLE)} met ${dice.pick(PEOPLE)}. So it was.`
  })
  return `# Part ${place}\n\n${paragraphs.join('\n\n')}`
}
