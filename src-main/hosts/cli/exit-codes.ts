import { needsPerson, type ErrorCode } from '../../../src-shared/contract/errors.ts'

/** What a script learns from the exit code alone. */
export const EXIT = {
  done: 0,
  /** Some documents failed or have gaps, or a path could not be taken. */
  incomplete: 1,
  usage: 2,
  /** A person is needed, or `--max-wait` ran out; the queue is kept. */
  stopped: 3,
  hangup: 129,
  interrupted: 130,
  terminated: 143,
} as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Mended by typing something else. */
const USAGE: readonly ErrorCode[] = [
  'usage',
  'setting_unknown',
  'setting_invalid',
  'document_unknown',
  'answers_removed',
  'data_folder_unusable',
]

export function exitCodeOf(code: ErrorCode): ExitCode {
  if (USAGE.includes(code)) return EXIT.usage
  return needsPerson(code) ? EXIT.stopped : EXIT.incomplete
}
