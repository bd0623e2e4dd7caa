import { rowsOf, type Line } from './lines.ts'

/** Lines that are read one after the other: a column, a band across the page, a running header. */
export interface Region {
  lines: Line[]
  /** The text may go on from the region before, as from one column to the next. */
  flows: boolean
}

/** Fewer pieces than this on either side are no columns. */
const MIN_COLUMN_PIECES = 5
/** A column's typical line takes at least this share of the width, else it is a table or an index. */
const MIN_LINE_SHARE = 0.25
/** How many pieces may cross a gutter (titles, figures), as a share of all. */
const MAX_CROSSING = 0.2
/** Width of the steps in which a gutter is sought, in points. */
const STEP = 2
/** Share of the page's height in which a running header or footer stands. */
const MARGIN_SHARE = 0.12
const MAX_MARGIN_ROWS = 2

/** The page's pieces in the order in which people read them. */
export function readingOrder(pieces: readonly Line[], pageHeight: number): Region[] {
  const { top, body, bottom } = peelMargins(pieces, pageHeight)
  return [...top, ...columns(body), ...bottom]
}

/** Running headers and footers, a region each, so that they tear no column apart. */
function peelMargins(pieces: readonly Line[], pageHeight: number) {
  const rows = rowsOf(pieces)
  const top: Region[] = []
  const bottom: Region[] = []
  while (rows.length > 2 && top.length < MAX_MARGIN_ROWS) {
    const [row, next] = rows
    if (!row || !next || row.baseline > pageHeight * MARGIN_SHARE || !standsApart(row, next)) break
    top.push({ lines: [row], flows: false })
    rows.shift()
  }
  while (rows.length > 2 && bottom.length < MAX_MARGIN_ROWS) {
    const row = rows.at(-1)
    const next = rows.at(-2)
    if (!row || !next || row.baseline < pageHeight * (1 - MARGIN_SHARE) || !standsApart(next, row)) break
    bottom.unshift({ lines: [row], flows: false })
    rows.pop()
  }
  const from = rows[0]?.baseline ?? -Infinity
  const to = rows.at(-1)?.baseline ?? Infinity
  const slack = 0.5
  return {
    top,
    body: pieces.filter(
      (piece) => piece.baseline >= from - slack * piece.size && piece.baseline <= to + slack * piece.size,
    ),
    bottom,
  }
}

function standsApart(upper: Line, lower: Line): boolean {
  return lower.baseline - upper.baseline > 1.6 * Math.max(upper.size, lower.size)
}

/** Splits at the widest gutter, band by band between what crosses it, and each side again. */
function columns(pieces: readonly Line[]): Region[] {
  const gutter = findGutter(pieces)
  if (gutter === null) return pieces.length === 0 ? [] : [{ lines: rowsOf(pieces), flows: false }]
  const crossing = rowsOf(pieces.filter((piece) => sideOf(piece, gutter) === 'both'))
  const regions: Region[] = []
  let from = -Infinity
  const band = (to: number): void => {
    const inside = pieces.filter((piece) => piece.baseline > from && piece.baseline <= to)
    for (const side of ['left', 'right'] as const) {
      const column = columns(inside.filter((piece) => sideOf(piece, gutter) === side))
      const [first, ...others] = column
      if (first) regions.push({ lines: first.lines, flows: side === 'right' && from < to }, ...others)
    }
  }
  let across: Line[] = []
  for (const line of crossing) {
    const before = regions.length
    band(line.baseline)
    if (regions.length > before || across.length === 0) {
      across = []
      regions.push({ lines: across, flows: false })
    }
    across.push(line)
    from = line.baseline
  }
  band(Infinity)
  return regions
}

function sideOf(piece: Line, gutter: number): 'left' | 'right' | 'both' {
  if (piece.right <= gutter) return 'left'
  return piece.left >= gutter ? 'right' : 'both'
}

/** Where the page falls into columns of prose, or null. */
function findGutter(pieces: readonly Line[]): number | null {
  if (pieces.length < 2 * MIN_COLUMN_PIECES) return null
  const left = Math.min(...pieces.map((piece) => piece.left))
  const right = Math.max(...pieces.map((piece) => piece.right))
  const steps = Math.ceil((right - left) / STEP) + 1
  const crossings = new Uint32Array(steps)
  for (const piece of pieces) {
    const to = Math.floor((piece.right - left) / STEP)
    for (let i = Math.ceil((piece.left - left) / STEP); i <= to; i += 1) crossings[i] = (crossings[i] ?? 0) + 1
  }
  const most = pieces.length * MAX_CROSSING
  let best = { fewest: Infinity, width: 0, middle: 0 }
  for (let i = Math.floor(steps * 0.2); i < steps * 0.8;) {
    const count = crossings[i] ?? 0
    let end = i
    while (end < steps && crossings[end] === count) end += 1
    const width = end - i
    if (count <= most && (count < best.fewest || (count === best.fewest && width > best.width))) {
      best = { fewest: count, width, middle: left + (i + width / 2) * STEP }
    }
    i = end
  }
  return best.width > 0 && isColumns(pieces, best.middle, right - left) ? best.middle : null
}

function isColumns(pieces: readonly Line[], gutter: number, width: number): boolean {
  const sides = (['left', 'right'] as const).map((side) => pieces.filter((piece) => sideOf(piece, gutter) === side))
  const [a = [], b = []] = sides
  if (sides.some((side) => side.length < MIN_COLUMN_PIECES || typicalWidth(side) < MIN_LINE_SHARE * width)) return false
  const top = Math.max(topOf(a), topOf(b))
  const bottom = Math.min(bottomOf(a), bottomOf(b))
  return bottom - top > 0.5 * Math.min(bottomOf(a) - topOf(a), bottomOf(b) - topOf(b))
}

const topOf = (pieces: readonly Line[]): number => Math.min(...pieces.map((piece) => piece.baseline))
const bottomOf = (pieces: readonly Line[]): number => Math.max(...pieces.map((piece) => piece.baseline))

function typicalWidth(pieces: readonly Line[]): number {
  const widths = pieces.map((piece) => piece.right - piece.left).toSorted((a, b) => a - b)
  return widths[Math.floor(widths.length / 2)] ?? 0
}
