/** Seen from the source this file is TypeScript; from a built chunk, `out/<folder>/`, the entries have names of their own. */
const source = import.meta.url.endsWith('.ts')

/** Files that run as processes of their own. */
export const WORKER_ENTRIES = source
  ? {
      reader: new URL('../adapters/pdf/reader-child.ts', import.meta.url),
      finder: new URL('../adapters/offline/finder-child.ts', import.meta.url),
      database: new URL('../adapters/sqlite/database-child.ts', import.meta.url),
    }
  : {
      reader: new URL('../reader/main.js', import.meta.url),
      finder: new URL('../finder/main.js', import.meta.url),
      database: new URL('../database/main.js', import.meta.url),
    }
