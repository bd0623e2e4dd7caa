import type { Run } from './runs.ts'

/** Text on one baseline: a whole line, or the part of one that a wide gap sets apart. */
export interface Line {
  text: string
  left: number
  right: number
  baseline: number
  /** Size and font of most of its characters. */
  size: number
  font: string
  /** All of it is in that font. */
  oneFont: boolean
  /** Put together over wide gaps: a row of a table, more likely than a line of prose. */
  tabular: boolean
}

/** A gap wider than this, in heights of the font, may be a gutter between columns; words are never so far apart. */
const WIDE_GAP = 1.2
/** A gap wider than this, in heights of the font, is a space though the file has none. */
const WORD_GAP = 0.25
/** Baselines that differ by less, in heights of the font, are one line. */
const SAME_LINE = 0.35
/** Small text this far off the baseline is a superscript or subscript of it. */
const SCRIPT_SHIFT = 0.65

/** Runs in drawing order to pieces of lines: split at wide gaps, so that columns fall apart. */
export function piecesOf(runs: readonly Run[]): Line[] {
  const pieces: Run[][] = []
  let piece: Run[] = []
  let anchor: Run | undefined
  for (const run of runs) {
    const last = piece.at(-1)
    if (anchor && last && continues(anchor, last, run)) {
      piece.push(run)
      if (run.size > anchor.size) anchor = run
    } else {
      piece = [run]
      anchor = run
      pieces.push(piece)
    }
  }
  return pieces.map(lineOf)
}

function continues(anchor: Run, last: Run, run: Run): boolean {
  const size = Math.max(anchor.size, run.size)
  const shift = Math.abs(run.baseline - anchor.baseline)
  const isScript = Math.min(anchor.size, run.size) < 0.85 * size
  if (shift > size * (isScript ? SCRIPT_SHIFT : SAME_LINE)) return false
  const gap = run.rightToLeft ? last.left - run.right : run.left - last.right
  return gap > -0.5 * size && gap < WIDE_GAP * size
}

/** Puts the pieces of each baseline together again, from the top down. */
export function rowsOf(pieces: readonly Line[]): Line[] {
  const rows: Line[][] = []
  for (const piece of pieces.toSorted((a, b) => a.baseline - b.baseline || a.left - b.left)) {
    const row = rows.at(-1)
    const first = row?.[0]
    if (row && first && piece.baseline - first.baseline <= SAME_LINE * Math.min(first.size, piece.size)) row.push(piece)
    else rows.push([piece])
  }
  return rows.map(mergeRow)
}

function mergeRow(row: readonly Line[]): Line {
  const [only, ...others] = row
  if (only && others.length === 0) return only
  const parts = row.toSorted((a, b) => a.left - b.left)
  const longest = parts.reduce((a, b) => (b.text.length > a.text.length ? b : a))
  return {
    text: parts.map((part) => part.text).join(' '),
    left: Math.min(...parts.map((part) => part.left)),
    right: Math.max(...parts.map((part) => part.right)),
    baseline: longest.baseline,
    size: longest.size,
    font: longest.font,
    oneFont: parts.every((part) => part.oneFont && part.font === longest.font),
    tabular: true,
  }
}

function lineOf(runs: readonly Run[]): Line {
  const main = heaviest(runs)
  let text = ''
  let previous: Run | undefined
  for (const run of runs) {
    if (previous && (run.spaced || gapOf(previous, run) > WORD_GAP * run.size)) text += ' '
    text += run.text
    previous = run
  }
  return {
    // A letter and its mark may have been drawn apart.
    text: text.normalize('NFC'),
    left: Math.min(...runs.map((run) => run.left)),
    right: Math.max(...runs.map((run) => run.right)),
    baseline: main.baseline,
    size: main.size,
    font: main.font,
    oneFont: runs.every((run) => run.font === main.font),
    tabular: false,
  }
}

function gapOf(previous: Run, run: Run): number {
  return run.rightToLeft ? previous.left - run.right : run.left - previous.right
}

/** The longest run of the font and size that most characters have. */
function heaviest(runs: readonly Run[]): Run {
  const weights = new Map<string, { run: Run; characters: number }>()
  for (const run of runs) {
    const key = `${run.font} ${run.size.toFixed(1)}`
    const known = weights.get(key)
    if (known) known.characters += run.text.length
    else weights.set(key, { run, characters: run.text.length })
  }
  return [...weights.values()].reduce((a, b) => (b.characters > a.characters ? b : a)).run
}
