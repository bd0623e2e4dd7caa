import { readdir, realpath, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { SluiceError, type ErrorInfo } from '../../../src-shared/contract/errors.ts'
import { sourceError } from './file-errors.ts'

export interface FoundFile {
  /** Absolute. */
  path: string
  bytes: number
  /** UTC epoch milliseconds. */
  modifiedMs: number
}

export interface FileProblem {
  path: string
  error: ErrorInfo
}

/** "Report 9" before "Report 10": the order in which people list files, the same on every machine. */
const natural = new Intl.Collator('en', { numeric: true })

/**
 * The documents that a person's paths stand for, in that order. A folder stands for the PDF files below it in natural
 * order, without hidden ones; a file named by itself is taken whatever it is called. What cannot be taken is a problem
 * (file_missing, folder_empty, file_unreadable for a folder), never a rejection. A file that two paths reach comes once,
 * and so does what lies in a folder that links lead to. A file that may not be read is taken too: its document fails with
 * the reason, and can be retried when it may.
 */
export async function walkFiles(paths: readonly string[]): Promise<{ files: FoundFile[]; problems: FileProblem[] }> {
  const files = new Map<string, FoundFile>()
  const problems: FileProblem[] = []
  const fail = (path: string, thrown: unknown): void => {
    problems.push({ path, error: sourceError(path, thrown).info })
  }

  const takeFile = async (path: string): Promise<void> => {
    try {
      const { size, mtimeMs } = await stat(path)
      if (!files.has(path)) files.set(path, { path, bytes: size, modifiedMs: Math.round(mtimeMs) })
    } catch (thrown) {
      fail(path, thrown)
    }
  }

  /** How many documents or problems were found below each real path so far: links may lead to it again, or round. */
  const walked = new Map<string, number>()

  /** How many documents or problems lie below. */
  const walk = async (folder: string): Promise<number> => {
    try {
      const real = await realpath(folder)
      const before = walked.get(real)
      if (before !== undefined) return before
      walked.set(real, 0)
      const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).toSorted(compareNames)
      let found = 0
      for (const name of names) {
        const path = join(folder, name)
        const kind = await kindOf(path)
        if (kind === 'folder') found += await walk(path)
        else if (kind === 'file' && /\.pdf$/i.test(name)) {
          await takeFile(path)
          found += 1
        }
      }
      walked.set(real, found)
      return found
    } catch (thrown) {
      fail(folder, thrown)
      return 1
    }
  }

  for (const given of paths) {
    const path = resolve(given)
    try {
      if (!(await stat(path)).isDirectory()) await takeFile(path)
      else if ((await walk(path)) === 0) {
        fail(path, new SluiceError('folder_empty', `Expected PDF files in ${path}; came a folder without any.`))
      }
    } catch (thrown) {
      fail(path, thrown)
    }
  }
  return { files: [...files.values()], problems }
}

/** Natural order first; names that it holds equal are told apart by their code units, so that no order is by chance. */
function compareNames(a: string, b: string): number {
  return natural.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0)
}

/** A link that leads nowhere is nothing: nobody named it. */
async function kindOf(path: string): Promise<'folder' | 'file' | 'other'> {
  const found = await stat(path).catch(() => null)
  if (found?.isDirectory()) return 'folder'
  return found?.isFile() ? 'file' : 'other'
}
