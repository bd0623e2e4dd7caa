import { InvalidArgumentError, type Command } from 'commander'
import type { CommandInput } from '../../../src-shared/contract/commands.ts'
import { isErrorCode, SluiceError, type ErrorCode } from '../../../src-shared/contract/errors.ts'

export const parseChunk = numbered('a chunk')

/** The options that pick some of what a document lost, in the words of the report. */
export function addLetterChoice(command: Command): Command {
  return command
    .option('--gap <code>', 'of what was lost only the gap with this code, as the report names it', parseGap)
    .option('--chunk <n>', 'only this chunk of the document, as the report numbers it', parseChunk)
    .option('--page <n>', 'only this page of the document', numbered('a page'))
}

/** What was picked, in the words of the contract, where chunks are counted from 0. */
export function letterChoice(
  document: string | undefined,
  options: Record<string, unknown>,
): CommandInput<'letters.discard'> {
  const { gap, chunk, page } = options as { gap?: ErrorCode; chunk?: number; page?: number }
  if (document === undefined && (chunk !== undefined || page !== undefined)) {
    throw new SluiceError('usage', 'expected the document that the page or chunk is of, came none')
  }
  return {
    ...(document !== undefined && { document }),
    ...(gap !== undefined && { gap }),
    ...(chunk !== undefined && { chunk: chunk - 1 }),
    ...(page !== undefined && { page }),
  }
}

function parseGap(value: string): ErrorCode {
  if (isErrorCode(value)) return value
  throw new InvalidArgumentError('expected the code of a gap, such as model_refused')
}

function numbered(what: string): (value: string) => number {
  return (value) => {
    if (/^[1-9]\d{0,8}$/.test(value)) return Number(value)
    throw new InvalidArgumentError(`expected the number of ${what}, from 1`)
  }
}
