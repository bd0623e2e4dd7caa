import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

interface RotatingFileOptions {
  path: string
  /** A write that would pass this begins a new file. */
  maxBytes: number
  /** How many older files stay, `path.1` the newest of them. */
  keep: number
}

export interface RotatingFile {
  /** Written when it returns. Throws what the system throws. */
  write(text: string): void
  close(): void
}

/**
 * A text file of bounded size. Writes are synchronous: a line of a log is a few microseconds, and the last line before
 * a crash is the one that matters.
 */
export function openRotatingFile({ path, maxBytes, keep }: RotatingFileOptions): RotatingFile {
  mkdirSync(dirname(path), { recursive: true })
  let file = openSync(path, 'a', 0o600)
  let bytes = fstatSync(file).size

  const rotate = (): void => {
    closeSync(file)
    for (let n = keep - 1; n >= 1; n -= 1) moveIfThere(`${path}.${n}`, `${path}.${n + 1}`)
    moveIfThere(path, `${path}.1`)
    file = openSync(path, 'a', 0o600)
    bytes = fstatSync(file).size
  }

  return {
    write: (text) => {
      const line = Buffer.from(text)
      if (bytes > 0 && bytes + line.length > maxBytes) rotate()
      writeSync(file, line)
      bytes += line.length
    },
    close: () => closeSync(file),
  }
}

/** Where the file is missing, or held by another program (Windows), the log goes on in the file it has. */
function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch {
    return
  }
}
