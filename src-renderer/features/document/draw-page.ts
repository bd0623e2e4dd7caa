import { type PDFDocumentProxy, type PDFPageProxy, TextLayer } from 'pdfjs-dist'
import { findOnPage } from './quote.ts'

export interface Box {
  left: number
  top: number
  width: number
  height: number
}

export interface DrawnPage {
  /** Whether the page has text of its own to search; a picture of a page has none. */
  hasText: boolean
  /** Where a sentence stands, a box a line, in pixels of the page; empty where it is not found. */
  locate: (quote: string) => Box[]
}

export interface PageElements {
  canvas: HTMLCanvasElement
  layer: HTMLElement
  frame: HTMLElement
}

/** Draws one page at this width with its text above it. Ends early, drawing nothing more, when the signal aborts. */
export async function drawPage(
  document: PDFDocumentProxy,
  number: number,
  width: number,
  elements: PageElements,
  signal: AbortSignal,
): Promise<DrawnPage> {
  const page = await document.getPage(number)
  signal.throwIfAborted()
  const scale = width / page.getViewport({ scale: 1 }).width
  const viewport = page.getViewport({ scale })
  elements.frame.style.height = `${viewport.height}px`
  elements.frame.style.setProperty('--total-scale-factor', String(scale))
  elements.frame.style.setProperty('--scale-round-x', '1px')
  elements.frame.style.setProperty('--scale-round-y', '1px')
  await drawCanvas(page, scale, elements.canvas, signal)
  return layText(page, viewport, elements, signal)
}

async function drawCanvas(page: PDFPageProxy, scale: number, canvas: HTMLCanvasElement, signal: AbortSignal) {
  const viewport = page.getViewport({ scale: scale * window.devicePixelRatio })
  // Drawn aside and copied whole: the old page stays until the new one is there.
  const aside = window.document.createElement('canvas')
  aside.width = Math.floor(viewport.width)
  aside.height = Math.floor(viewport.height)
  const task = page.render({ canvas: aside, viewport })
  const stop = () => task.cancel()
  signal.addEventListener('abort', stop)
  await task.promise.finally(() => signal.removeEventListener('abort', stop))
  signal.throwIfAborted()
  canvas.width = aside.width
  canvas.height = aside.height
  canvas.getContext('2d')?.drawImage(aside, 0, 0)
}

async function layText(
  page: PDFPageProxy,
  viewport: ReturnType<PDFPageProxy['getViewport']>,
  { layer, frame }: PageElements,
  signal: AbortSignal,
): Promise<DrawnPage> {
  const content = await page.getTextContent()
  signal.throwIfAborted()
  layer.replaceChildren()
  const text = new TextLayer({ textContentSource: content, container: layer, viewport })
  await text.render()
  signal.throwIfAborted()
  const { textDivs, textContentItemsStr: items } = text
  const locate = (quote: string): Box[] => {
    const origin = frame.getBoundingClientRect()
    return (findOnPage(items, quote) ?? []).flatMap(({ item, start, end }) => {
      const node = textDivs[item]?.firstChild
      if (!node) return []
      const range = window.document.createRange()
      range.setStart(node, start)
      range.setEnd(node, Math.min(end, node.textContent?.length ?? 0))
      const { left, top, width, height } = range.getBoundingClientRect()
      return width === 0 ? [] : [{ left: left - origin.left, top: top - origin.top, width, height }]
    })
  }
  return { hasText: items.some((item) => item.trim() !== ''), locate }
}
