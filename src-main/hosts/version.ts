import { readFileSync } from 'node:fs'

/** The repository's root seen from here, and from a built chunk: both lie two folders below it. */
const manifest = new URL('../../package.json', import.meta.url)

export const version = (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
