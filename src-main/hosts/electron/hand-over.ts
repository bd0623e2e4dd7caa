import { resolve } from 'node:path'
import { z } from 'zod'
import { asSluiceError, type ErrorInfo } from '../../../src-shared/contract/errors.ts'
import type { Api } from '../api.ts'
import { addPaths } from './add-paths.ts'

/** What a second start says to the first: documents that were named, by absolute path. */
const handOver = z.object({ paths: z.array(z.string()) })
export type HandOver = z.output<typeof handOver>

/**
 * The documents that a command line names. Electron's own switches come anywhere in it; the entry file is named only where
 * the program is not packaged.
 */
export function namedPaths(argv: readonly string[], isPackaged: boolean, folder: string): string[] {
  const words = argv.slice(1).filter((word) => !word.startsWith('-'))
  return words.slice(isPackaged ? 0 : 1).map((word) => resolve(folder, word))
}

/** It crossed a process, so it may be anything: what is no list of paths names nothing. */
export function readHandOver(data: unknown): HandOver {
  return handOver.safeParse(data).data ?? { paths: [] }
}

/** Puts them into the queue. What was not added is told, a line each, and rejects nothing: a full queue works on. */
export async function takeNamed(api: Pick<Api, 'call'>, paths: readonly string[]): Promise<string[]> {
  const line = ({ message, remedy }: ErrorInfo) => `${message} ${remedy}`
  try {
    const { problems } = await addPaths(api, paths)
    return problems.map(({ path, error }) => `${path}: ${line(error)}`)
  } catch (thrown) {
    return [line(asSluiceError(thrown))]
  }
}
