import { describeEngine } from '../../engine/testing/engine-suite/index.ts'
import { openSqliteStore } from './store.ts'

describeEngine('engine on SQLite', () => openSqliteStore(':memory:'))
