import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import { freshBench, newest } from './builders.ts'

export function testActivity(open: () => Promise<Store>): void {
  describe('activity', () => {
    const bench = freshBench(open)

    async function filled() {
      const { store } = bench()
      const add = (kind: string, text: string) => store.addActivity({ at: 5, kind, documentId: null, text })
      const kinds = [
        'document.added',
        'queue.paused',
        'document.failed',
        'documents',
        'queue.resumed',
        'document.added',
      ]
      for (const [i, kind] of kinds.entries()) await add(kind, String(i + 1))
      return { store, add }
    }

    it('grows by one, newest first', async () => {
      const { store, add } = await filled()
      const first = await add('k', 'one')
      expect(await add('k', 'two')).toEqual({ seq: first.seq + 1, at: 5, kind: 'k', documentId: null, text: 'two' })
      expect((await store.activity(newest(3))).map((one) => one.text)).toEqual(['two', 'one', '6'])
    })

    it('is read back page by page, by the beginnings of kinds', async () => {
      const { store } = await filled()
      const texts = async (kinds: string[], limit = 10, before: number | null = null) =>
        (await store.activity({ kinds, limit, before })).map((one) => one.text)
      expect(await texts([])).toEqual(['6', '5', '4', '3', '2', '1'])
      expect(await texts(['document.'])).toEqual(['6', '3', '1'])
      expect(await texts(['document'])).toEqual(['6', '4', '3', '1'])
      expect(await texts(['queue.', 'document.failed', 'queue.paused'])).toEqual(['5', '3', '2'])
      expect(await texts(['nothing'])).toEqual([])
      expect(await texts(['%', '_'])).toEqual([])
      const [newestOne, second] = await store.activity({ kinds: ['document.'], limit: 2, before: null })
      expect([newestOne?.text, second?.text]).toEqual(['6', '3'])
      expect(await texts(['document.'], 2, second?.seq)).toEqual(['1'])
      expect(await texts([], 2, second?.seq)).toEqual(['2', '1'])
    })
  })
}
