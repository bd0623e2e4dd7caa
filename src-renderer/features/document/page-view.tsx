import { useEffect, useMemo, useRef, useState, type MouseEvent } from 'react'
import type { ErrorInfo } from '../../../src-shared/contract/errors.ts'
import { classNames } from '../../ui/class-names.ts'
import { ErrorNote } from '../../ui/notes.tsx'
import type { DocumentDetail } from './chunk-rows.ts'
import { type Box, type DrawnPage, drawPage } from './draw-page.ts'
import './pdf-page.css'
import { fileRemoved } from './removed-by-age.ts'
import { readingError, usePdf } from './use-pdf.ts'
import { useWidth } from './use-width.ts'

interface PageViewProps {
  document: DocumentDetail
  page: number
  /** Sentences that facts quote; a click on one chooses it. */
  quotes: readonly string[]
  /** The sentence that is set off and brought into view. */
  marked: string | null
  onQuote: (quote: string) => void
}

/** A page as pdf.js draws it, with the quoted sentences marked. */
export default function PageView(props: PageViewProps) {
  const { document } = props
  if (document.sha256 === null) {
    return <p className="p-4 text-ink-2">The page can be shown once the file has been taken in.</p>
  }
  const removed = fileRemoved(document, Date.now())
  if (removed) {
    return (
      <div className="p-4">
        <ErrorNote error={removed.info} />
      </div>
    )
  }
  return <OpenedPage key={document.sha256} sha256={document.sha256} {...props} />
}

interface Drawn {
  page: number
  result: DrawnPage
}

function OpenedPage({ sha256, document, page, quotes, marked, onQuote }: PageViewProps & { sha256: string }) {
  const [attempt, setAttempt] = useState(0)
  const pdf = usePdf(sha256, document.bytes, attempt)
  const [scroller, width] = useWidth<HTMLDivElement>()
  const frame = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const layer = useRef<HTMLDivElement>(null)
  const [drawn, setDrawn] = useState<Drawn | null>(null)
  const [failed, setFailed] = useState<{ page: number; error: ErrorInfo } | null>(null)
  const error = pdf.error ?? (failed?.page === page ? failed.error : null)

  useEffect(() => {
    if (!pdf.document || width === 0 || !frame.current || !canvas.current || !layer.current) return undefined
    const stop = new AbortController()
    const elements = { frame: frame.current, canvas: canvas.current, layer: layer.current }
    const drawing = drawPage(pdf.document, page, width, elements, stop.signal)
    pdf.hold(drawing)
    drawing.then(
      (result) => {
        if (stop.signal.aborted) return
        setDrawn({ page, result })
        setFailed(null)
      },
      (thrown: unknown) => {
        if (!stop.signal.aborted) setFailed({ page, error: readingError(thrown) })
      },
    )
    return () => stop.abort()
  }, [pdf, page, width])

  const ready = drawn?.page === page ? drawn.result : null
  const boxes = useMemo(() => quotes.map((quote) => ({ quote, boxes: ready?.locate(quote) ?? [] })), [quotes, ready])
  const target = boxes.find(({ quote }) => quote === marked)
  const top = target?.boxes[0]?.top
  useEffect(() => {
    if (ready) scroller.current?.scrollTo({ top: top === undefined ? 0 : Math.max(0, top - 120) })
  }, [scroller, ready, marked, top])

  function choose(event: MouseEvent): void {
    const origin = frame.current?.getBoundingClientRect()
    if (!origin || window.getSelection()?.isCollapsed === false) return
    const [x, y] = [event.clientX - origin.left, event.clientY - origin.top]
    const hit = boxes.find(({ boxes: lines }) => lines.some((box) => contains(box, x, y)))
    if (hit) onQuote(hit.quote)
  }
  return (
    <>
      {ready && target && target.boxes.length === 0 && <NotFound hasText={ready.hasText} />}
      {error && (
        <div className="p-4">
          <ErrorNote error={error} onRetry={() => setAttempt(attempt + 1)} />
        </div>
      )}
      <div
        ref={scroller}
        className={classNames('min-h-0 grow overflow-y-scroll', error === null && 'bg-sunken')}
        tabIndex={0}
        role="region"
        aria-label={`Page ${page}`}
        aria-busy={!ready && !error}
      >
        <div
          ref={frame}
          onClick={choose}
          className={classNames('relative bg-paper text-on-paper', error !== null && 'hidden')}
          style={{ minHeight: 200 }}
        >
          <canvas
            ref={canvas}
            className={classNames('absolute inset-0 block h-full w-full', !ready && 'opacity-40')}
            aria-hidden="true"
          />
          {ready && boxes.map((mark) => <Marks key={mark.quote} boxes={mark.boxes} chosen={mark.quote === marked} />)}
          <div ref={layer} className="pdf-text" />
          {!ready && (
            <p className="absolute top-4 left-4 text-12" role="status">
              Drawing page {page}…
            </p>
          )}
        </div>
      </div>
    </>
  )
}

function contains(box: Box, x: number, y: number): boolean {
  return x >= box.left && x <= box.left + box.width && y >= box.top && y <= box.top + box.height
}

/** The page is light in both themes: the mark darkens the paper and leaves the ink. */
function Marks({ boxes, chosen }: { boxes: readonly Box[]; chosen: boolean }) {
  return boxes.map((box, index) => (
    <span
      key={index}
      className={classNames(
        'absolute mix-blend-multiply',
        chosen ? 'rounded-[2px] bg-mark' : 'border-b-2 border-water',
      )}
      style={{ left: box.left - 1, top: box.top - 1, width: box.width + 2, height: box.height + 2 }}
    />
  ))
}

function NotFound({ hasText }: { hasText: boolean }) {
  return (
    <p role="status" className="shrink-0 border-b border-line bg-waiting-soft px-4 py-1.5 text-12 text-waiting">
      {hasText
        ? 'The sentence is not on this page word for word: it stands in the text at the left.'
        : 'This page is a picture: the sentence cannot be marked on it. It stands in the text at the left.'}
    </p>
  )
}
