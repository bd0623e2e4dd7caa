import { sentenceBorders } from './sentence-borders.ts'
import type { PlacedBlock, Stretch } from './stretch.ts'
import { shortHash } from './text-hash.ts'

/** Bounds of a chunk, in quarter tokens. */
export const TARGET = 900 * 4
export const MIN = 300 * 4
export const MAX = 1400 * 4
/** From here to MAX the middle is TARGET: borders are looked for here first, so that the mean of the sizes is TARGET. */
const LOW = 2 * TARGET - MAX
/** A wall within reach can make a border impossible, since what is left before it would be too small. */
const REACH = MAX + MIN + 4
/** So much text must be known beyond a chunk's start before its end is final. */
export const LOOK_AHEAD = REACH + TARGET

/** Characters on each side of a border that decide its strength. */
const CONTEXT = 32

/** Distance in quarter tokens from the last heading of level ≤ index + 1, up to TARGET; the document's start counts as one. */
export type SinceHeading = readonly number[]

/**
 * A wall is a heading without another of its level or above within TARGET before and behind it; the document's two ends
 * count as such. It depends on the text around it alone and always begins a chunk: behind it an edit has no effect.
 */
function isWall(stretch: Stretch, index: number, since: SinceHeading, complete: boolean): boolean {
  const { blocks, weight, text } = stretch
  const here = blocks[index]
  if (here === undefined || index === 0 || here.level === 0 || blocks[index - 1]?.level !== 0) return false
  const rivals = (block: PlacedBlock) => block.level > 0 && block.level <= here.level
  const before = blocks.slice(0, index).findLast(rivals)
  const behind = before ? weight(before.start, here.start) : (since[here.level - 1] ?? 0) + weight(0, here.start)
  const after = blocks.slice(index + 1).find(rivals)
  const ahead = after ? weight(here.start, after.start) : complete ? weight(here.start, text.length) : TARGET
  return behind >= TARGET && ahead >= TARGET
}

/** Offset of the first wall within reach; the end of a complete document is one. */
function firstWall(stretch: Stretch, since: SinceHeading, complete: boolean): number | null {
  const { blocks, weight, text } = stretch
  for (const [index, { start }] of blocks.entries()) {
    if (weight(0, start) > REACH) return null
    if (isWall(stretch, index, since, complete)) return start
  }
  return complete && weight(0, text.length) <= REACH ? text.length : null
}

/** Kinds of borders, strongest first. A heading never ends a chunk while anything else is possible. */
function* borderKinds({ text, blocks }: Stretch): Generator<number[]> {
  const starts = (level: number, headingBefore: boolean) =>
    blocks.flatMap((block, index) => {
      const before = blocks[index - 1]
      return before && block.level === level && before.level > 0 === headingBefore ? [block.start] : []
    })
  for (const level of [1, 2, 3, 4, 5, 6, 0]) yield starts(level, false)
  yield blocks.flatMap((block) =>
    block.level === 0 ? sentenceBorders(text.slice(block.start, block.end)).map((border) => block.start + border) : [],
  )
  yield [1, 2, 3, 4, 5, 6].flatMap((level) => starts(level, true)).toSorted((a, b) => a - b)
  yield Array.from(text.matchAll(/[^\S\n]+(?=\S)/g), (space) => space.index + space[0].length)
  yield blocks.flatMap(({ start, end }) => {
    const points: number[] = []
    for (let i = start + 1; i < end; i++) if (!isLowSurrogate(text.charCodeAt(i))) points.push(i)
    return points
  })
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}

/**
 * Where the chunk that begins the stretch ends and the next one begins: the strongest border between MIN and MAX, and
 * among equals the one whose surrounding text has the highest hash, so that two ways to cut a text that differ in front
 * soon meet. Null while the text at hand cannot decide it.
 */
export function nextBorder(stretch: Stretch, since: SinceHeading, complete: boolean): number | null {
  const { text, weight, endBefore } = stretch
  if (text === '' || (!complete && weight(0, text.length) < LOOK_AHEAD)) return null
  const wall = firstWall(stretch, since, complete)
  const wallEnd = wall === null ? null : endBefore(wall)
  if (wallEnd !== null && weight(0, wallEnd) <= MAX) return wall

  const size = (border: number) => weight(0, endBefore(border))
  const fits = (border: number) =>
    size(border) >= MIN && size(border) <= MAX && (wallEnd === null || weight(border, wallEnd) >= MIN)
  const strength = (border: number) => {
    const end = endBefore(border)
    return shortHash(text.slice(end - CONTEXT, end) + text.slice(border, border + CONTEXT))
  }
  const fromTarget = (border: number) => Math.abs(size(border) - TARGET)
  for (const kind of borderKinds(stretch)) {
    const fitting = kind.filter(fits)
    const balanced = fitting.filter((border) => size(border) >= LOW)
    const ranked = (balanced.length > 0 ? balanced : fitting)
      .map((border) => ({ border, strength: strength(border) }))
      .toSorted((a, b) => b.strength - a.strength || fromTarget(a.border) - fromTarget(b.border) || a.border - b.border)
    if (ranked[0]) return ranked[0].border
  }
  throw new Error('expected a border between two characters of a text longer than a chunk, came none')
}
