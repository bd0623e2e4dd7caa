import { stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The built page: seen from this source, and from a built chunk two folders below `out`'s parent. */
const source = import.meta.url.endsWith('.ts')

export const PAGE_FOLDER = fileURLToPath(new URL(source ? '../../out/renderer' : '../renderer', import.meta.url))

/**
 * What the page may load: its own files and nothing else, and no script or style that stands in a document. Attributes
 * `style="…"` are let through: they place what is measured (a virtual row, a bar's width) and cannot reach out.
 */
export const CONTENT_SECURITY_POLICY = policy("script-src 'self'")

/**
 * The worker that draws PDFs decodes the pictures of scans by WebAssembly (as plain scripts its decoders take some
 * thirteen times as long), so it may compile that, as the page may not: a worker obeys the policy of its own file.
 */
const WORKER_SECURITY_POLICY = policy("script-src 'self' 'wasm-unsafe-eval'")
const WORKER = /^\/assets\/pdf\.worker\.min-[A-Za-z0-9_-]+\.mjs$/

function policy(scripts: string): string {
  return [
    "default-src 'none'",
    scripts,
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** By extension, never guessed from the bytes; what is not listed is not the page's. */
const CONTENT_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.pfb': 'application/octet-stream',
  '.bcmap': 'application/octet-stream',
  '.wasm': 'application/wasm',
  '.icc': 'application/octet-stream',
}

export interface PageFile {
  path: string
  bytes: number
  headers: Record<string, string>
}

/** Names as the build makes them, and no others: no dot-dot, no empty part, nothing that would have to be decoded. */
const PLAIN_PATH = /^(?:\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+$/

/**
 * The file of the built page that a URL's path stands for, with its headers; `/` is the page. Null for everything else.
 * Files below `/assets/` carry a hash of their content in their names, so they may be kept for ever.
 */
export async function pageFile(urlPath: string, folder: string = PAGE_FOLDER): Promise<PageFile | null> {
  const name = urlPath === '/' ? '/index.html' : urlPath
  const type = CONTENT_TYPES[extname(name)]
  if (!PLAIN_PATH.test(name) || type === undefined) return null
  const path = join(folder, name)
  const found = await stat(path).catch(() => null)
  if (!found?.isFile()) return null
  const cached = name.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
  return {
    path,
    bytes: found.size,
    headers: {
      'content-type': type,
      'content-security-policy': WORKER.test(name) ? WORKER_SECURITY_POLICY : CONTENT_SECURITY_POLICY,
      'cache-control': cached,
    },
  }
}
