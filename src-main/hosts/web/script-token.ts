import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { writeOwnFile } from './kept-access.ts'

/**
 * The token that scripts read from a file only this user can read. It stays the same over restarts on the same port; on
 * another one it is made anew, since whoever has the old port now may have been told it.
 */
export function scriptToken(path: string, samePort: boolean): string {
  const kept = samePort ? readToken(path) : null
  if (kept !== null) return kept
  const token = randomBytes(32).toString('base64url')
  writeOwnFile(path, token)
  return token
}

function readToken(path: string): string | null {
  try {
    return /^[A-Za-z0-9_-]{43}$/.exec(readFileSync(path, 'utf8').trim())?.[0] ?? null
  } catch {
    return null
  }
}
