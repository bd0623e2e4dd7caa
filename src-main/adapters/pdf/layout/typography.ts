import type { Line } from './lines.ts'

/** How a document is set, judged over its first pages and then fixed: the same page reads the same after a restart. */
export interface Typography {
  /** Height of the font of most of the text, in points, and that font. */
  bodySize: number
  bodyFont: string
  /** From one baseline to the next, in heights of the font. */
  pitch: number
  /** Heading sizes and their levels, the largest first. */
  levels: readonly { size: number; level: number }[]
}

/** Text this much larger than the body's is a heading. */
export const HEADING_RATIO = 1.15
const DEFAULT_PITCH = 1.2
const MAX_LEVEL = 6
/** Sizes closer than this, in points, are one size. */
const SAME_SIZE = 0.6

export interface OutlinedLine {
  line: Line
  /** From the outline, or null where it does not name the line. */
  level: number | null
}

/** Judges sizes by how many characters have them; levels by the outline where it names a line, else by rank of size. */
export function typographyOf(pages: readonly (readonly OutlinedLine[])[]): Typography {
  const lines = pages.flat()
  const bodySize = mostCommon(lines.map(({ line }) => [round(line.size), line.text.length]))?.value ?? 10
  const body = lines.filter(({ line }) => Math.abs(line.size - bodySize) < SAME_SIZE)
  return {
    bodySize,
    bodyFont: mostCommon(body.map(({ line }) => [line.font, line.text.length]))?.value ?? '',
    pitch: pitchOf(pages, bodySize),
    levels: levelsOf(lines, bodySize),
  }
}

/** The level of a heading of that size: between the sizes that are known. */
export function levelOfSize(size: number, { levels }: Typography): number {
  const same = levels.find((known) => Math.abs(known.size - size) < SAME_SIZE)
  if (same) return same.level
  const larger = levels.filter((known) => known.size > size).at(-1)
  return larger ? Math.min(MAX_LEVEL, larger.level + 1) : 1
}

/** The level of a heading that only its font sets apart: below all that their size does. */
export function levelOfFont({ levels }: Typography): number {
  return Math.min(MAX_LEVEL, (levels.at(-1)?.level ?? 0) + 1)
}

function levelsOf(lines: readonly OutlinedLine[], bodySize: number): { size: number; level: number }[] {
  const sizes = new Map<number, number | null>()
  for (const { line, level } of lines) {
    const size = round(line.size)
    if (size < bodySize * HEADING_RATIO || !/\p{L}{2}/u.test(line.text)) continue
    const known = sizes.get(size) ?? null
    sizes.set(size, known === null ? level : level === null ? known : Math.min(known, level))
  }
  let above = 0
  const levels: { size: number; level: number }[] = []
  for (const [size, outlined] of [...sizes].toSorted((a, b) => b[0] - a[0])) {
    const last = levels.at(-1)
    if (last && last.size - size < SAME_SIZE) continue
    above = outlined ?? Math.min(MAX_LEVEL, above + 1)
    levels.push({ size, level: above })
  }
  return levels
}

function pitchOf(pages: readonly (readonly OutlinedLine[])[], bodySize: number): number {
  const pitches: [number, number][] = []
  for (const page of pages) {
    for (let i = 1; i < page.length; i += 1) {
      const upper = page[i - 1]?.line
      const lower = page[i]?.line
      if (
        !upper ||
        !lower ||
        Math.abs(upper.size - bodySize) > SAME_SIZE ||
        Math.abs(lower.size - bodySize) > SAME_SIZE
      )
        continue
      const pitch = (lower.baseline - upper.baseline) / bodySize
      if (pitch > 0.8 && pitch < 3) pitches.push([Math.round(pitch * 50) / 50, 1])
    }
  }
  return mostCommon(pitches)?.value ?? DEFAULT_PITCH
}

function round(size: number): number {
  return Math.round(size * 2) / 2
}

/** The value with the largest weight; of equals the one met first. */
function mostCommon<T>(weighted: readonly (readonly [T, number])[]): { value: T } | null {
  const weights = new Map<T, number>()
  for (const [value, weight] of weighted) weights.set(value, (weights.get(value) ?? 0) + weight)
  let best: { value: T; weight: number } | null = null
  for (const [value, weight] of weights) if (best === null || weight > best.weight) best = { value, weight }
  return best
}
