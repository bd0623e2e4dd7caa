import { cleanText } from './clean-text.ts'

/** What pdf.js gives for a piece of text; the fields that matter here. */
export interface TextItem {
  str: string
  dir: string
  transform: number[]
  width: number
  fontName: string
  hasEOL: boolean
}

/** Maps the page's own space to the page as it is seen: origin top left, y downwards, one unit a point. */
export type ViewTransform = readonly number[]

/** Text drawn at once, upright, as it is seen. */
export interface Run {
  text: string
  left: number
  right: number
  /** Downwards from the top of the page. */
  baseline: number
  /** Height of the font, in points. */
  size: number
  font: string
  /** The file has white space before it. */
  spaced: boolean
  rightToLeft: boolean
}

interface PageRuns {
  upright: Run[]
  /** Text that stands on its side or runs downwards, in drawing order: a line each. */
  turned: string[]
}

/** Sorts out what pdf.js gives: white space becomes a flag, turned text is kept apart, text drawn twice comes once. */
export function runsOf(items: readonly TextItem[], view: ViewTransform): PageRuns {
  const upright: Run[] = []
  const turned: string[] = []
  let turnedLine = ''
  let spaced = false
  for (const item of items) {
    const raw = cleanText(item.str)
    const text = raw.trim()
    if (text === '') {
      spaced ||= raw !== ''
      continue
    }
    const place = placeOf(item.transform, view)
    if (!place.upright || item.dir === 'ttb') {
      turnedLine += (spaced || raw.startsWith(' ') ? ' ' : '') + text
      spaced = raw.endsWith(' ')
      if (item.hasEOL) {
        turned.push(turnedLine.trim())
        turnedLine = ''
      }
      continue
    }
    const run: Run = {
      text,
      left: place.x,
      right: place.x + item.width,
      baseline: place.y,
      size: place.size,
      font: item.fontName,
      spaced: spaced || raw.startsWith(' '),
      rightToLeft: item.dir === 'rtl',
    }
    spaced = raw.endsWith(' ')
    const previous = upright.at(-1)
    if (previous === undefined || !isOverprint(previous, run)) upright.push(run)
  }
  if (turnedLine !== '') turned.push(turnedLine.trim())
  return { upright, turned }
}

/** Poor man's bold: the same text once more, a hair beside itself. */
function isOverprint(a: Run, b: Run): boolean {
  const hair = a.size * 0.1
  return a.text === b.text && Math.abs(a.left - b.left) < hair && Math.abs(a.baseline - b.baseline) < hair
}

function placeOf(
  item: readonly number[],
  view: ViewTransform,
): { x: number; y: number; size: number; upright: boolean } {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = item
  const [va = 1, vb = 0, vc = 0, vd = 1, ve = 0, vf = 0] = view
  const along = va * a + vc * b
  const aside = vb * a + vd * b
  return {
    x: va * e + vc * f + ve,
    y: vb * e + vd * f + vf,
    size: Math.hypot(va * c + vc * d, vb * c + vd * d),
    upright: along > 0 && Math.abs(aside) < 0.2 * along,
  }
}
