import { expect, it } from 'vitest'
import { copiesText } from './use-copies.ts'

const copy = (at: number, path: string) => ({ at, path, bytes: 1, kind: 'backup' as const })

it('names the copies that were made since a document was added', () => {
  const copies = [copy(30, '/c'), copy(20, '/b'), copy(10, '/a')]
  expect(copiesText(copies, 31)).toBe('')
  expect(copiesText(copies, 30)).toBe(
    'This copy of the database may still hold it: /c. Delete that file too to be rid of it.',
  )
  expect(copiesText(copies, 15)).toBe(
    'These copies of the database may still hold it: /c, /b. Delete those files too to be rid of it.',
  )
})
