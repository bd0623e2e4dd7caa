import type { SettingStore } from '../../engine/ports.ts'
import type { Database } from './database.ts'

export function createSettingStore({ sql, read, write }: Database): SettingStore {
  const list = sql.prepare<[string, string], { name: string; value: string }>(
    'SELECT name, value FROM setting WHERE substr(name, 1, length(?)) = ? ORDER BY name',
  )
  const put = sql.prepare(
    'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  )
  const remove = sql.prepare('DELETE FROM setting WHERE name = ?')
  return {
    readSettings: (prefix) =>
      read(() => {
        const entries = list.all(prefix, prefix).map((row): [string, unknown] => [row.name, JSON.parse(row.value)])
        return Object.fromEntries(entries)
      }),
    writeSetting: (name, value) =>
      write(() => {
        if (value === null || value === undefined) remove.run(name)
        else put.run(name, JSON.stringify(value))
      }),
  }
}
