/** The window's page has an origin of its own, so that it is neither a file nor a web site. */
export const SCHEME = 'app'
const HOST = 'sluice'
export const PAGE_URL = `${SCHEME}://${HOST}/`

/** Whether an address belongs to the page: itself, its files, its documents. */
export function isOfPage(url: string): boolean {
  const parsed = URL.parse(url)
  return parsed?.protocol === `${SCHEME}:` && parsed.host === HOST
}

/** Whether an address is the page itself, wherever in it: what a window may show. */
export function isPage(url: string): boolean {
  return isOfPage(url) && ['/', '/index.html'].includes(new URL(url).pathname)
}

/** Who sent a message to this process. */
export interface Sender {
  contentsId: number
  /** Null once the frame is gone. */
  frame: { url: string; parent: unknown } | null
}

/** The one check of all messages: the main frame of our window, showing our page, and nothing else. */
export function isFromPage(sender: Sender, windowContentsId: number): boolean {
  const { contentsId, frame } = sender
  return contentsId === windowContentsId && frame !== null && frame.parent === null && isPage(frame.url)
}
