import { describeStore } from '../../engine/testing/store-suite/index.ts'
import { openSqliteStore } from './store.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'

describeStore('SQLite in memory', () => openSqliteStore(':memory:'))

const folder = temporaryFolder()
describeStore('SQLite on a file', () => openSqliteStore(folder.file()))
