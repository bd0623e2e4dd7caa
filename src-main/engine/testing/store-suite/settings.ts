import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import { freshBench } from './builders.ts'

export function testSettings(open: () => Promise<Store>): void {
  describe('settings', () => {
    const bench = freshBench(open)

    it('keeps JSON by name, and reads by prefix', async () => {
      const { store } = bench()
      await store.writeSetting('saved.pace', 'tight')
      await store.writeSetting('saved.retries', 3)
      await store.writeSetting('learned.haiku', { limit: [1, null] })
      await store.writeSetting('saved.pace', 'normal')
      expect(await store.readSettings('saved.')).toEqual({ 'saved.pace': 'normal', 'saved.retries': 3 })
      expect(await store.readSettings('learned.haiku')).toEqual({ 'learned.haiku': { limit: [1, null] } })
      expect(await store.readSettings('%')).toEqual({})
      expect(Object.keys(await store.readSettings(''))).toHaveLength(3)
      await store.writeSetting('saved.pace', null)
      expect(await store.readSettings('saved.')).toEqual({ 'saved.retries': 3 })
    })
  })
}
