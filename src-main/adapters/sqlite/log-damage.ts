import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { SluiceError } from '../../../src-shared/contract/errors.ts'

/**
 * SQLite ends its reading of a write-ahead log at the first frame that does not fit, as a kill leaves one, and says nothing.
 * So a log that the disk has spoilt would silently take back what was acknowledged. Source: sqlite.org/fileformat2.html,
 * "The Write-Ahead Log".
 */
const HEADER_BYTES = 32
const FRAME_HEADER_BYTES = 24
const LEAST_PAGE_BYTES = 512
const LITTLE_ENDIAN = 0x377f0682
const BIG_ENDIAN = 0x377f0683

type Sum = readonly [number, number]

/** Rejects with database_damaged, before anything is read, where the log holds less than it was given. */
export async function refuseSpoiltLog(path: string): Promise<void> {
  const damage = await logDamage(path)
  if (damage !== null) throw new SluiceError('database_damaged', `Expected a sound log of the database; ${damage}.`)
}

/** What is wrong with the log of a database that nobody has open, or null. */
export async function logDamage(path: string): Promise<string | null> {
  const log = `${path}-wal`
  if (!existsSync(log)) {
    // A clean end removes the index before the log, so that the index never lies there alone.
    return existsSync(`${path}-shm`) ? `${log} is gone, and with it what was written last` : null
  }
  const bytes = await readFile(log)
  if (bytes.length < HEADER_BYTES + FRAME_HEADER_BYTES + LEAST_PAGE_BYTES) return null
  const frames = framesOf(bytes)
  if (frames === null) return `the head of ${log} is spoilt`
  const spoilt = frames.findIndex(({ whole }) => !whole)
  if (spoilt < 0) return null
  // What goes on behind a commit was written when that was acknowledged, and all before it: then no kill left this.
  const acknowledged = frames.some(
    ({ ofThisLog, commits }, n) => n >= spoilt && ofThisLog && commits && frames[n + 1]?.goesOn === true,
  )
  return acknowledged ? `frame ${spoilt + 1} of ${frames.length} in ${log} is spoilt` : null
}

interface Frame {
  /** Not left from before the log began anew. */
  ofThisLog: boolean
  commits: boolean
  /** Its checksum follows from the one that the frame before has written down. */
  goesOn: boolean
  /** All frames up to this one go on from the head. */
  whole: boolean
}

/** Null where the head itself does not fit. */
function framesOf(bytes: Buffer): Frame[] | null {
  const magic = bytes.readUInt32BE(0)
  const add = magic === BIG_ENDIAN ? addBigEndian : magic === LITTLE_ENDIAN ? addLittleEndian : null
  if (add === null || !same(add([0, 0], bytes, 0, 24), readSum(bytes, 24))) return null
  const pageBytes = bytes.readUInt32BE(8)
  const frames: Frame[] = []
  let before = readSum(bytes, 24)
  let whole = true
  for (
    let at = HEADER_BYTES;
    at + FRAME_HEADER_BYTES + pageBytes <= bytes.length;
    at += FRAME_HEADER_BYTES + pageBytes
  ) {
    const ofThisLog = bytes.compare(bytes, 16, 24, at + 8, at + 16) === 0
    const found = readSum(bytes, at + 16)
    const page = at + FRAME_HEADER_BYTES
    const goesOn = ofThisLog && same(add(add(before, bytes, at, at + 8), bytes, page, page + pageBytes), found)
    whole &&= goesOn
    frames.push({ ofThisLog, commits: bytes.readUInt32BE(at + 4) !== 0, goesOn, whole })
    before = found
  }
  return frames
}

function readSum(bytes: Buffer, at: number): Sum {
  return [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)]
}

function same(a: Sum, b: Sum): boolean {
  return a[0] === b[0] && a[1] === b[1]
}

function addBigEndian([a, b]: Sum, bytes: Buffer, from: number, to: number): Sum {
  for (let at = from; at < to; at += 8) {
    a = (a + bytes.readUInt32BE(at) + b) >>> 0
    b = (b + bytes.readUInt32BE(at + 4) + a) >>> 0
  }
  return [a, b]
}

function addLittleEndian([a, b]: Sum, bytes: Buffer, from: number, to: number): Sum {
  for (let at = from; at < to; at += 8) {
    a = (a + bytes.readUInt32LE(at) + b) >>> 0
    b = (b + bytes.readUInt32LE(at + 4) + a) >>> 0
  }
  return [a, b]
}
