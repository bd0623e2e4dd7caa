/** A process that makes copies of the database it is given, one after the other, until it is killed. */
import { join } from 'node:path'
import { createBackups } from '../backups.ts'
import { openSqliteStore } from '../store.ts'
import { spawnDatabase } from './spawn-database.ts'

const [folder = ''] = process.argv.slice(2)
const places = { database: join(folder, 'sluice.db'), backups: join(folder, 'backups') }
const { make } = createBackups({ places, store: await openSqliteStore(places.database), spawn: spawnDatabase })
for (let day = 0; ; day += 1) {
  const { path } = await make(Date.UTC(2026, 0, 1 + day), 2)
  process.stdout.write(`${path}\n`)
}
