import type { AddedPaths } from '../../../src-shared/contract/window-contract.ts'
import { walkFiles } from '../../adapters/system/walk-files.ts'
import type { Api } from '../api.ts'

/** As many as the contract takes at a time. */
const BATCH = 1000

/** Puts what lies at the paths into the queue, folders walked, in the order in which they were named. */
export async function addPaths(api: Pick<Api, 'call'>, paths: readonly string[]): Promise<AddedPaths> {
  const { files, problems } = await walkFiles(paths)
  let already = 0
  for (let from = 0; from < files.length; from += BATCH) {
    const { documents } = await api.call('documents.add', { files: files.slice(from, from + BATCH) })
    already += documents.filter((document) => document.already).length
  }
  return { added: files.length - already, already, problems }
}
