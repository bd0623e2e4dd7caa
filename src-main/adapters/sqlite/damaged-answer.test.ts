import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { newCall, newDocument, reply } from '../../engine/testing/store-suite/builders.ts'
import { openSqliteStore } from './store.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'

const folder = temporaryFolder()

describe('a stored answer that the disk has changed', () => {
  it('is never given: the one before it is, or none, and the activity says so', async () => {
    const path = folder.file()
    const store = await openSqliteStore(path)
    await store.enqueue([newDocument('a')], 1)
    const answer = async (text: string) => {
      const id = await store.markSent(newCall('a', 1), 10)
      await store.recordAnswer(id, reply(text), 7, 20)
      return id
    }
    await answer('first')
    const second = await answer('second')
    const sql = new Sqlite(path)
    const flip = (id: number) => sql.prepare("UPDATE llm_call SET answer = answer || '.' WHERE id = ?").run(id)
    flip(second)
    expect(await store.findAnswer('key 1')).toMatchObject({ text: 'first' })
    flip(1)
    expect(await store.findAnswer('key 1')).toBeNull()
    expect(sql.prepare('SELECT verdict, verdict_reason FROM llm_call').all()).toEqual([
      { verdict: 'spoilt', verdict_reason: 'answer_damaged' },
      { verdict: 'spoilt', verdict_reason: 'answer_damaged' },
    ])
    const activities = await store.activity({ kinds: ['store.'], before: null, limit: 9 })
    expect(activities).toHaveLength(2)
    expect(activities[0]?.text).toContain('asked again')
    sql.close()
    await store.close()
  })

  it('of a database from before answers had a hash is believed', async () => {
    const path = folder.file()
    const store = await openSqliteStore(path)
    await store.enqueue([newDocument('a')], 1)
    await store.recordAnswer(await store.markSent(newCall('a', 1), 10), reply('old'), 7, 20)
    const sql = new Sqlite(path)
    sql.exec('UPDATE llm_call SET answer_sha = NULL')
    sql.close()
    expect(await store.findAnswer('key 1')).toMatchObject({ text: 'old' })
    await store.close()
  })
})
