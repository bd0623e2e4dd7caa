import { once } from 'node:events'
import type { Writable } from 'node:stream'

/** Results go to stdout, everything else to stderr. A reader that goes away (`| head`) is no error. */
export interface Output {
  /** One line for people, on stdout. */
  line(text?: string): void
  /** The one JSON value of a `--json` run. */
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
  const end = () => {
    gone = true
  }
  stdout.on('error', end)
  stdout.on('close', end)
  stderr.on('error', () => {})
  const put = (text: string) => gone || stdout.write(text)
  return {
    line: (text = '') => void put(`${text}\n`),
    json: (value) => void put(`${JSON.stringify(value)}\n`),
    async write(text) {
      if (!put(text)) await Promise.race([once(stdout, 'drain'), once(stdout, 'close')]).catch(end)
      return !gone
    },
    note: (text) => void stderr.write(`${text}\n`),
    async flush() {
      if (!gone) await new Promise<void>((resolve) => stdout.write('', () => resolve()))
    },
  }
}
