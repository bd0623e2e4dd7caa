import { pino, stdSerializers, stdTimeFunctions } from 'pino'
import type { Logger } from '../../engine/ports.ts'
import { withoutSecretFields, withoutSecretText } from './redaction.ts'
import { openRotatingFile } from './rotating-file.ts'

const MAX_BYTES = 10 * 1024 * 1024
const KEPT_FILES = 5

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

interface PinoLoggerOptions {
  /** Where the lines go: JSON, one a line. Above 10 MB a new file begins; five older ones stay. */
  file: string
  level: LogLevel
  /** Gets warnings and errors as plain sentences. */
  stderr: { write(text: string): unknown }
}

export interface FileLogger extends Logger {
  setLevel(level: LogLevel): void
  /** Every line is written when its call returns; nothing is logged after this. */
  close(): void
}

/** Secrets never reach the file or the screen: neither by a field's name nor by the shape of a key in a text. */
export function createPinoLogger({ file, level, stderr }: PinoLoggerOptions): FileLogger {
  const target = openRotatingFile({ path: file, maxBytes: MAX_BYTES, keep: KEPT_FILES })
  let open = true
  let complained = false

  // A log that cannot be written must not stop the work; it is said once.
  const write = (line: string): void => {
    if (!open) return
    try {
      target.write(withoutSecretText(line))
    } catch (thrown) {
      if (!complained) stderr.write(`error: the log ${file} cannot be written: ${String(thrown)}\n`)
      complained = true
    }
  }

  const log = pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => withoutSecretFields(fields) as Record<string, unknown>,
      },
      serializers: { error: stdSerializers.err, cause: stdSerializers.err },
    },
    { write },
  )
  const say = (kind: LogLevel, message: string): void => {
    if (open && log.isLevelEnabled(kind)) stderr.write(`${kind}: ${withoutSecretText(message)}\n`)
  }

  return {
    debug: (message, fields) => log.debug(fields ?? {}, message),
    info: (message, fields) => log.info(fields ?? {}, message),
    warn: (message, fields) => {
      log.warn(fields ?? {}, message)
      say('warn', message)
    },
    error: (message, fields) => {
      log.error(fields ?? {}, message)
      say('error', message)
    },
    setLevel: (next) => {
      log.level = next
    },
    close: () => {
      if (!open) return
      open = false
      target.close()
    },
  }
}
