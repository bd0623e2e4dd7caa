import { readdirSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describeSoak } from '../../engine/testing/simulation/soak.ts'
import { openSimulatedStore } from './testing/simulated-store.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'

const folder = temporaryFolder()
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

describeSoak(
  'soak of the engine on SQLite',
  () => openSimulatedStore(folder.file()),
  () => {
    collect()
    const handles = process.platform === 'linux' ? readdirSync('/proc/self/fd').length : null
    return { heapBytes: process.memoryUsage().heapUsed, handles }
  },
)
