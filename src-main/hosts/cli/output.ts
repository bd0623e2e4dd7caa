import { once } from 'node:events'
import type { Writable } from 'node:stream'

/**
 * Results go to stdout, everything else to stderr. A reader that goes away (`| head`) is no error. Names and answers come
 * from anywhere: in lines for people they hold nothing that a terminal acts on.
 */
export interface Output {
  /** One line for people, on stdout. */
  line(text?: string): void
  /** The one JSON value of a `--json` run: what goes wrong when it was told is told by the exit code and on stderr. */
  json(value: unknown): void
  /** A long answer in pieces; resolves when the reader can take more, false when it is gone. */
  write(text: string): Promise<boolean>
  /** Progress, warnings, reasons: stderr. */
  note(text: string): void
  /** Resolves when everything written has left the process. */
  flush(): Promise<void>
}

export function createOutput(stdout: Writable = process.stdout, stderr: Writable = process.stderr): Output {
  let gone = false
  let told = false
  const end = () => {
    gone = true
  }
  stdout.on('error', end)
  stdout.on('close', end)
  stderr.on('error', () => {})
  const put = (text: string) => gone || stdout.write(text)
  return {
    line: (text = '') => void put(`${plainText(text)}\n`),
    json(value) {
      if (!told) put(`${JSON.stringify(value)}\n`)
      told = true
    },
    async write(text) {
      if (!put(text)) await drained(stdout).catch(end)
      return !gone
    },
    note: (text) => void stderr.write(`${plainText(text)}\n`),
    async flush() {
      if (!gone) await new Promise<void>((resolve) => stdout.write('', () => resolve()))
    },
  }
}

/** Waits until the stream takes more or is closed, and listens no longer to what did not come. */
async function drained(stream: Writable): Promise<void> {
  const either = new AbortController()
  const came = ['drain', 'close'].map((event) => once(stream, event, { signal: either.signal }))
  try {
    await Promise.race(came)
  } finally {
    either.abort()
    await Promise.allSettled(came)
  }
}

/** Control characters, but line ends and tabs, are shown as what cannot be shown. */
export function plainText(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, '\u{FFFD}')
}
