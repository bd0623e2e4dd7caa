import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

/**
 * What is kept per data folder so that an open page survives a restart. Port and tokens belong together: a page that is
 * known by its token is on this port, and where another program has taken the port, that program may have heard the tokens.
 */
const keptAccess = z.object({
  port: z.number().int().min(1).max(65_535),
  tokens: z.array(z.string().regex(/^[0-9a-f]{64}$/)),
})
export type KeptAccess = z.output<typeof keptAccess>

/** Null where nothing is kept, or nothing that can be read: pages then open anew. */
export function readKeptAccess(path: string): KeptAccess | null {
  try {
    return keptAccess.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return null
  }
}

export function writeKeptAccess(path: string, kept: KeptAccess): void {
  writeOwnFile(path, JSON.stringify(kept))
}

/** For this user's eyes only, and whole or not at all. */
export function writeOwnFile(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.part`
  writeFileSync(temporary, text, { mode: 0o600 })
  renameSync(temporary, path)
}
