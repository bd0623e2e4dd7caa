import { createHash } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A hash of the names, sizes and times of files. Unlike "newer than", it also sees a file that was deleted or that came
 * with an old date.
 * @param {string} root
 * @param {string[]} paths
 */
export function fingerprint(root, paths) {
  const hash = createHash('sha256')
  for (const path of paths) visit(path)
  return hash.digest('hex')

  /** @param {string} path */
  function visit(path) {
    const stat = statSync(join(root, path))
    if (!stat.isDirectory()) {
      hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`)
      return
    }
    const names = readdirSync(join(root, path)).toSorted()
    for (const name of names) if (!/\.test\.tsx?$/.test(name)) visit(`${path}/${name}`)
  }
}
