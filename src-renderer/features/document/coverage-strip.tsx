import { useMemo, useState, type KeyboardEvent, type MouseEvent } from 'react'
import type { DocumentReport } from '../../../src-shared/contract/schemas.ts'
import { PAGE_STATES, type PageState } from '../../../src-shared/model/document.ts'
import { formatCount, formatNumberOf } from '../../ui/format/numbers.ts'
import { Panel } from '../../ui/panel.tsx'
import { type CountedPage, layCoverage, pageAt } from './coverage.ts'
import { coverageText, PAGE_STATE_WORDS } from './document-words.ts'
import { useWidth } from './use-width.ts'

const BARS = 40
const STRIP_TOP = 44
const STRIP = 14
const HEIGHT = 78

const FILLS: Record<PageState, string> = {
  text: 'var(--color-water-soft)',
  recognised: 'url(#coverage-recognised)',
  scanned: 'url(#coverage-scanned)',
  empty: 'var(--color-surface)',
  failed: 'var(--color-failed-line)',
}

interface CoverageStripProps {
  document: DocumentReport
  pages: readonly CountedPage[]
  /** The page that is open beside it. */
  current: number | null
  onOpen: (page: number) => void
}

/** Every page of the document in its counted state, with the facts that quote it; the way to any page. */
export function CoverageStrip({ document, pages, current, onOpen }: CoverageStripProps) {
  const [pointed, setPointed] = useState<number | null>(null)
  const page = pointed === null ? undefined : pages[pointed - 1]
  return (
    <Panel aria-label="Coverage" className="shrink-0 px-4 pt-2.5 pb-1.5">
      <div className="mb-1.5 flex items-center gap-4.5">
        <h2 className="font-head">Coverage</h2>
        <span className="grow truncate text-12 text-ink-2">{page ? pageText(page) : coverageText(document)}</span>
        {pages.length > 0 && <Legend coverage={document.coverage} />}
      </div>
      {pages.length > 0 && (
        <Strip pages={pages} document={document} current={current} onPoint={setPointed} onOpen={onOpen} />
      )}
    </Panel>
  )
}

function pageText(page: CountedPage): string {
  const label = page.label === String(page.number) || page.label === '' ? '' : ` (printed as ${page.label})`
  return `page ${formatCount(page.number)}${label}: ${PAGE_STATE_WORDS[page.state]}, ${formatNumberOf(page.facts, 'fact')}`
}

function Legend({ coverage }: Pick<DocumentReport, 'coverage'>) {
  const shown = PAGE_STATES.filter((state) => coverage[state] > 0 || state === 'text' || state === 'failed')
  return (
    <ul className="flex shrink-0 gap-4.5 text-12 text-ink-2">
      {shown.map((state) => (
        <li key={state} className="flex items-center gap-1.5">
          <svg width="12" height="10" aria-hidden="true">
            <rect x=".5" y=".5" width="11" height="9" fill={FILLS[state]} className="stroke-line-strong" />
          </svg>
          {PAGE_STATE_WORDS[state]} {formatCount(coverage[state])}
        </li>
      ))}
      <li className="flex items-center gap-1.5">
        <svg width="12" height="10" aria-hidden="true">
          <path d="M1 10V5h3v5M6 10V1h3v9" className="fill-water" />
        </svg>
        facts on the page
      </li>
    </ul>
  )
}

interface StripProps extends CoverageStripProps {
  onPoint: (page: number | null) => void
}

function Strip({ document, pages, current, onPoint, onOpen }: StripProps) {
  const [ref, width] = useWidth<HTMLDivElement>()
  const [marked, setMarked] = useState(current ?? 1)
  const layout = useMemo(() => layCoverage(pages, document.gaps, width), [pages, document.gaps, width])
  const step = width / pages.length
  const selected = Math.min(marked, pages.length)
  const shown = pages[selected - 1]

  function point(event: MouseEvent): number {
    return pageAt(event.clientX - event.currentTarget.getBoundingClientRect().left, width, pages.length)
  }
  function press(event: KeyboardEvent): void {
    const next = nextPage(event.key, selected, pages.length)
    if (event.key === 'Enter' || event.key === ' ') onOpen(selected)
    else if (next === null) return
    else {
      setMarked(next)
      onPoint(next)
    }
    event.preventDefault()
  }
  return (
    <div
      ref={ref}
      role="slider"
      tabIndex={0}
      aria-label="Page; Enter opens it"
      aria-valuemin={1}
      aria-valuemax={pages.length}
      aria-valuenow={selected}
      aria-valuetext={shown ? pageText(shown) : ''}
      className="group rounded-1"
      onKeyDown={press}
      onFocus={() => onPoint(selected)}
      onBlur={() => onPoint(null)}
      onPointerMove={(event) => onPoint(point(event))}
      onPointerLeave={() => onPoint(null)}
      onClick={(event) => onOpen(point(event))}
    >
      <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} className="block" aria-hidden="true">
        <Patterns />
        {layout.bars.map((bar) => (
          <rect
            key={bar.x}
            x={bar.x}
            y={BARS - Math.max(1.5, bar.height * (BARS - 4))}
            width={bar.width}
            height={Math.max(1.5, bar.height * (BARS - 4))}
            className="fill-water"
          />
        ))}
        <path d={`M0 ${BARS + 0.5}H${width}`} className="stroke-line" />
        {layout.runs.map((run) => (
          <rect key={run.x} x={run.x} y={STRIP_TOP} width={run.width} height={STRIP} fill={FILLS[run.state]} />
        ))}
        <rect
          x=".5"
          y={STRIP_TOP + 0.5}
          width={Math.max(0, width - 1)}
          height={STRIP}
          fill="none"
          className="stroke-line-strong"
        />
        {current !== null && (
          <rect
            x={(current - 1) * step - 1.5}
            y={0}
            width={Math.max(4, step + 3)}
            height={STRIP_TOP + STRIP + 2}
            rx="1.5"
            className="fill-accent"
            opacity=".35"
          />
        )}
        <path
          d={`M${(selected - 0.5) * step} ${STRIP_TOP - 2}v${STRIP + 5}`}
          strokeWidth="2"
          className="hidden stroke-accent group-focus-visible:block"
        />
        {layout.gaps.map((gap) => (
          <g key={gap.x} className="stroke-waiting">
            <rect x={gap.x} y={2} width={gap.width} height={57} fill="none" strokeWidth="1.5" />
            {gap.label !== null && (
              <text
                x={gap.x + gap.width / 2}
                y={73}
                textAnchor="middle"
                className="fill-waiting stroke-none text-11 font-head"
              >
                {gap.label}
              </text>
            )}
          </g>
        ))}
        {layout.ticks.map((tick) => (
          <text key={tick.text} x={tick.x} y={73} textAnchor={tick.align} className="fill-ink-3 text-11">
            {tick.text}
          </text>
        ))}
      </svg>
    </div>
  )
}

/** Shades that need no colour to be told apart: hatched is recognised, dotted is scanned without text. */
function Patterns() {
  return (
    <defs>
      <pattern
        id="coverage-recognised"
        width="4"
        height="4"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width="4" height="4" className="fill-water-soft" />
        <rect width="1.5" height="4" className="fill-water" />
      </pattern>
      <pattern id="coverage-scanned" width="4" height="4" patternUnits="userSpaceOnUse">
        <rect width="4" height="4" className="fill-sunken" />
        <circle cx="2" cy="2" r=".9" className="fill-ink-3" />
      </pattern>
    </defs>
  )
}

function nextPage(key: string, page: number, pages: number): number | null {
  const steps: Record<string, number> = {
    ArrowRight: page + 1,
    ArrowUp: page + 1,
    ArrowLeft: page - 1,
    ArrowDown: page - 1,
    PageUp: page + 10,
    PageDown: page - 10,
    Home: 1,
    End: pages,
  }
  const next = steps[key]
  return next === undefined ? null : Math.min(pages, Math.max(1, next))
}
