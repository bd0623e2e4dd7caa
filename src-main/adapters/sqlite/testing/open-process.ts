/** A process that opens the database it is given, which migrates it where that is due, and ends. */
import { openSqliteStore } from '../store.ts'

const [path = ''] = process.argv.slice(2)
await (await openSqliteStore(path)).close()
