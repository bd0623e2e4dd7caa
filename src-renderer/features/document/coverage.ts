import type { CommandOutput } from '../../../src-shared/contract/commands.ts'
import type { Gap } from '../../../src-shared/contract/schemas.ts'
import type { PageState } from '../../../src-shared/model/document.ts'
import { joinPages, rangeText } from './page-ranges.ts'

export type CountedPage = CommandOutput<'document.pages'>['pages'][number]

/** Lengths in pixels from the left edge; `height` is a share of the tallest bar. */
interface StateRun {
  state: PageState
  x: number
  width: number
}
interface FactBar {
  x: number
  width: number
  height: number
}
export interface GapMark {
  x: number
  width: number
  /** Null where the label of the gap before it leaves no room; the list of gaps names them all. */
  label: string | null
}
interface Tick {
  x: number
  text: string
  align: 'start' | 'middle' | 'end'
}
export interface CoverageLayout {
  runs: StateRun[]
  bars: FactBar[]
  gaps: GapMark[]
  ticks: Tick[]
}

const NARROWEST_BAR = 2
const NARROWEST_GAP = 5
/** Width of a figure at 11 px, a little generously. */
const FIGURE = 7
const BETWEEN_LABELS = 10

/** Where everything of the coverage strip lies at this width. Pages too many for a bar each share one: the tallest counts. */
export function layCoverage(pages: readonly CountedPage[], gaps: readonly Gap[], width: number): CoverageLayout {
  if (pages.length === 0 || width <= 0) return { runs: [], bars: [], gaps: [], ticks: [] }
  const step = width / pages.length
  const marks = markGaps(gaps, pages.length, step)
  return {
    runs: joinStates(pages, step),
    bars: barsOf(pages, step),
    gaps: marks,
    ticks: ticksOf(pages.length, width, marks),
  }
}

/** The page under a point, from 1. */
export function pageAt(x: number, width: number, pages: number): number {
  return Math.min(pages, Math.max(1, Math.floor((x / width) * pages) + 1))
}

function joinStates(pages: readonly CountedPage[], step: number): StateRun[] {
  const runs: StateRun[] = []
  for (const [index, { state }] of pages.entries()) {
    const last = runs.at(-1)
    if (last?.state === state) last.width += step
    else runs.push({ state, x: index * step, width: step })
  }
  return runs
}

function barsOf(pages: readonly CountedPage[], step: number): FactBar[] {
  const shared = Math.max(1, Math.ceil(NARROWEST_BAR / step))
  const most = pages.reduce((max, page) => Math.max(max, page.facts), 0)
  const bars: FactBar[] = []
  for (let first = 0; first < pages.length; first += shared) {
    const part = pages.slice(first, first + shared)
    const facts = part.reduce((max, page) => Math.max(max, page.facts), 0)
    const width = part.length * step
    if (facts > 0) bars.push({ x: first * step, width: width - Math.min(0.6, width / 4), height: facts / most })
  }
  return bars
}

function markGaps(gaps: readonly Gap[], pages: number, step: number): GapMark[] {
  let free = 0
  return joinPages(gaps.flatMap((gap) => gap.pages).filter((page) => page >= 1 && page <= pages)).map((range) => {
    const label = rangeText(range)
    const length = (range[1] - range[0] + 1) * step
    const width = Math.max(NARROWEST_GAP, length + 2)
    const middle = (range[0] - 1) * step + length / 2
    const [left, right] = extentOf(middle, label)
    const fits = left >= free
    if (fits) free = right + BETWEEN_LABELS
    return { x: middle - width / 2, width, label: fits ? label : null }
  })
}

function extentOf(middle: number, label: string): [left: number, right: number] {
  const half = (label.length * FIGURE) / 2
  return [Math.max(0, middle - half), middle + half]
}

function ticksOf(pages: number, width: number, marks: readonly GapMark[]): Tick[] {
  const every = roundStep(pages / 10)
  const first: Tick = { x: 0, text: 'page 1', align: 'start' }
  const last: Tick = { x: width, text: String(pages), align: 'end' }
  const inner: Tick[] = []
  for (let page = Math.max(every, 2); page < pages; page += every) {
    inner.push({ x: ((page - 0.5) / pages) * width, text: String(page), align: 'middle' })
  }
  const taken = marks.flatMap((mark) => (mark.label ? [extentOf(mark.x + mark.width / 2, mark.label)] : []))
  const kept: Tick[] = []
  const named = new Set(marks.map((mark) => mark.label))
  for (const tick of pages === 1 ? [first] : [first, last, ...inner]) {
    if (named.has(tick.text)) continue
    const [left, right] = extentOfTick(tick)
    if (taken.some(([l, r]) => left < r + BETWEEN_LABELS && right > l - BETWEEN_LABELS)) continue
    taken.push([left, right])
    kept.push(tick)
  }
  return kept
}

function extentOfTick({ x, text, align }: Tick): [left: number, right: number] {
  const length = text.length * FIGURE
  if (align === 'start') return [x, x + length]
  if (align === 'end') return [x - length, x]
  return [x - length / 2, x + length / 2]
}

/** The next of 1, 2, 5, 10, 20, 50 … */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)))
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? 10 * power
}
