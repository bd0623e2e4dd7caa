import { SluiceError, type ErrorCode } from '../../../../src-shared/contract/errors.ts'
import { longHash } from '../../intake/text-hash.ts'
import type {
  Backup,
  Backups,
  BlobStore,
  EntityFinder,
  Hash,
  HostInfo,
  Ids,
  KeyStore,
  Logger,
  PageText,
  Random,
  ReaderHost,
} from '../../ports.ts'
import { answerFor } from '../servers/answer-for.ts'

/** A file of the test: its pages as text, or the error that reading it ends with. */
export type FakeFile =
  | { pages: (string | { error: ErrorCode })[] }
  | { ingestion: ErrorCode }
  | { reading: ErrorCode }
  | { hangs: string[] }

export class FakeFiles {
  readonly files = new Map<string, FakeFile>()

  /** Same content, same hash, under any path. */
  add(path: string, file: FakeFile): { path: string; bytes: number; modifiedMs: number } {
    this.files.set(path, file)
    return { path, bytes: JSON.stringify(file).length, modifiedMs: 1 }
  }
}

export function fakeBlobs(files: FakeFiles): BlobStore & { readonly kept: Map<string, FakeFile> } {
  const kept = new Map<string, FakeFile>()
  return {
    kept,
    take(path) {
      const file = files.files.get(path) ?? kept.get(path)
      if (!file) return Promise.reject(new SluiceError('file_missing', `expected a file, found none at ${path}`))
      if ('ingestion' in file) return Promise.reject(new SluiceError(file.ingestion, `came ${file.ingestion}`))
      const sha256 = longHash(JSON.stringify(file))
      return Promise.resolve({
        sha256,
        bytes: 1,
        head: new Uint8Array([...'%PDF-1.7'].map((c) => c.charCodeAt(0))),
        keep: () => Promise.resolve(void kept.set(sha256, file)),
        drop: () => Promise.resolve(),
      })
    },
    pathOf: (sha256) => Promise.resolve(kept.has(sha256) ? sha256 : null),
    remove: (sha256) => Promise.resolve(void kept.delete(sha256)),
    removeHandedOver: (path) => Promise.resolve(void (path.startsWith('/uploads/') && files.files.delete(path))),
    async sweep(release) {
      let removed = 0
      for (const sha256 of kept.keys()) if (await release(sha256)) removed += 1
      return removed
    },
  }
}

/** Copies that are only told of. `failing`: what making one ends with. */
export function fakeBackups(): Backups & { made: Backup[]; failing: SluiceError | null } {
  const fake: ReturnType<typeof fakeBackups> = {
    made: [],
    failing: null,
    list: () => Promise.resolve(fake.made.toReversed()),
    make(now) {
      if (fake.failing) return Promise.reject(fake.failing)
      const backup: Backup = { at: now, path: `/backups/${now}`, bytes: 1, kind: 'backup' }
      fake.made.push(backup)
      return Promise.resolve(backup)
    },
  }
  return fake
}

/** Gives two pages at a time, so that parts, resuming and reading ahead are exercised. */
export function fakeReader(
  kept: Map<string, FakeFile>,
): ReaderHost & { readonly opened: { path: string; fromPage: number }[] } {
  const opened: { path: string; fromPage: number }[] = []
  return {
    opened,
    open(path, { fromPage }) {
      opened.push({ path, fromPage })
      const file = kept.get(path)
      if (!file || 'reading' in file) {
        const code = file && 'reading' in file ? file.reading : 'blob_missing'
        return Promise.reject(new SluiceError(code, `came ${code}`))
      }
      const pages = 'pages' in file ? file.pages : 'hangs' in file ? file.hangs : []
      const hangs = 'hangs' in file
      let abandon = () => {}
      let at = fromPage - 1
      return Promise.resolve({
        info: { pages: pages.length, title: null },
        next() {
          if (hangs && at > 0) {
            return new Promise((_resolve, reject) => {
              abandon = () => reject(new SluiceError('reader_crashed', 'closed while a page was read'))
            })
          }
          const some = pages.slice(at, at + 2).map((page, i) => pageOf(page, at + i + 1))
          at += some.length
          return Promise.resolve(some)
        },
        close: () => Promise.resolve(abandon()),
      })
    },
    close: () => Promise.resolve(),
  }
}

function pageOf(page: string | { error: ErrorCode }, number: number): PageText {
  const label = String(number)
  if (typeof page !== 'string') {
    const error = new SluiceError(page.error, `page ${number} could not be read`).info
    return { number, label, state: 'failed', text: '', error }
  }
  return { number, label, state: page === '' ? 'scanned' : 'text', text: page, error: null }
}

export interface FakeFinder extends EntityFinder {
  /** How many texts it had in hand together, at the most. */
  mostAtOnce: number
}

export function createFakeFinder(): FakeFinder {
  let inHand = 0
  const finder: FakeFinder = {
    mostAtOnce: 0,
    async find(text) {
      inHand += 1
      finder.mostAtOnce = Math.max(finder.mostAtOnce, inHand)
      await Promise.resolve()
      inHand -= 1
      return answerFor(text.replace(/\[p\d+\] /g, ''))
    },
    close: () => Promise.resolve(),
  }
  return finder
}

/** Keeps the key where the fake API looks for it. */
export function fakeKeys(keeper: () => { key: string | null }): KeyStore {
  return {
    describe() {
      const { key } = keeper()
      return Promise.resolve(key === null ? null : { source: 'keyring', ending: key.slice(-4) })
    },
    set(key) {
      keeper().key = key
      return Promise.resolve('keyring')
    },
    clear() {
      keeper().key = null
      return Promise.resolve()
    },
  }
}

export function fakeHost(samples: Awaited<ReturnType<HostInfo['samples']>>): HostInfo {
  return { version: '1.2.3', dataFolder: '/data', samples: () => Promise.resolve(samples) }
}

export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} }

/** What is hashed comes again and again: constant prompts, and each request by whoever watches it leave. */
export const fakeHash: Hash = {
  sha256(text) {
    const known = hashes.get(text)
    if (known !== undefined) return known
    if (hashes.size === MOST_HASHES) hashes.clear()
    const hash = longHash(text) + longHash(text.slice(1))
    hashes.set(text, hash)
    return hash
  },
}
const hashes = new Map<string, string>()
const MOST_HASHES = 200

export function fakeIds(): Ids {
  let next = 0
  return {
    unique: () => `id-${String(++next).padStart(6, '0')}-${longHash(String(next))}`,
    named: (...parts) => longHash(parts.join('\u0000')),
  }
}

/** Park and Miller's generator: the same seed gives the same run. */
export function seededRandom(seed: number): Random {
  let state = (seed % 2_147_483_646) + 1
  return {
    next() {
      state = (state * 48_271) % 2_147_483_647
      return state / 2_147_483_647
    },
  }
}
