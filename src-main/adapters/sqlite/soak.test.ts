import { readdirSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import Sqlite from 'better-sqlite3'
import { describeSoak } from '../../engine/testing/simulation/soak.ts'
import { openSimulatedStore } from './testing/simulated-store.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'

const folder = temporaryFolder()
const path = folder.file()
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

describeSoak(
  'soak of the engine on SQLite',
  () => openSimulatedStore(path),
  () => {
    collect()
    const handles = process.platform === 'linux' ? readdirSync('/proc/self/fd').length : null
    return { heapBytes: process.memoryUsage().heapUsed, handles }
  },
  () => {
    const sql = new Sqlite(path, { readonly: true })
    const [pages, free, size] = ['page_count', 'freelist_count', 'page_size'].map((name) =>
      Number(sql.pragma(name, { simple: true })),
    )
    sql.close()
    return { bytes: (pages ?? 0) * (size ?? 0), freeBytes: (free ?? 0) * (size ?? 0) }
  },
)
