import { copyFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { Bench, newCall } from '../../engine/testing/store-suite/builders.ts'
import { openSqliteStore } from './store.ts'
import { placesOf, tell } from './testing/said-words.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'

const folder = temporaryFolder()

it.each([1, 30])(
  'no byte of what a removed document of %i chunks said is left in the files of the database',
  async (chunks) => {
    const path = folder.file()
    const store = await openSqliteStore(path)
    const b = new Bench(store)
    await tell(b, 'stays', 'Halcyon', 40)
    await tell(b, 'goes', 'Zyzzyva', chunks)
    await tell(b, 'last', 'Halcyon', 3)
    expect(placesOf(path, 'Zyzzyva')).toContain(`${path}-wal`)
    const late = await store.markSent(newCall('goes', 1), b.now)
    await store.deleteDocument('goes', b.now)
    let slices = 1
    while (!(await store.sweepDeleted(10)).done) slices += 1
    expect(slices).toBeGreaterThan(chunks / 3)
    expect(placesOf(path, 'Zyzzyva')).toEqual([])
    expect(placesOf(path, 'Halcyon')).toEqual([path])
    expect((await b.views.searchGraph('Halcyon', null, 100)).entities).toHaveLength(86)
    await store.recordUnknown(late, { code: 'api_error', message: 'The API quotes Zyzzyva', usage: null }, b.now)
    expect(placesOf(path, 'Zyzzyva')).toEqual([])
    await store.close()
  },
)

it('what a kill kept from being erased is erased at the next start', async () => {
  const path = folder.file()
  const store = await openSqliteStore(path)
  const b = new Bench(store)
  await tell(b, 'stays', 'Halcyon', 40)
  await tell(b, 'goes', 'Zyzzyva', 1)
  await store.deleteDocument('goes', b.now)
  while ((await store.sweepDeleted(20)).sha256s.length === 0);
  const killed = folder.file()
  for (const end of ['', '-wal']) copyFileSync(`${path}${end}`, `${killed}${end}`)
  await store.close()
  expect(placesOf(killed, 'Zyzzyva')).not.toEqual([])
  const next = await openSqliteStore(killed)
  while (!(await next.sweepDeleted(20)).done);
  expect(placesOf(killed, 'Zyzzyva')).toEqual([])
  await next.close()
})
