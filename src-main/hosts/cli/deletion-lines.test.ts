import { expect, it } from 'vitest'
import { deletionLines } from './deletion-lines.ts'

const AT = Date.UTC(2026, 0, 2, 12)
const nothing = { answers: 0, costUsd: 0 }

it('says what went, what would be paid again, and which copies may still hold it', () => {
  expect(deletionLines({ id: 'a', name: 'a.pdf', erased: nothing, backups: [] })).toEqual([
    'a.pdf is deleted, with its text, facts and answers.',
  ])
  const backups = [
    { at: AT, path: '/d/backups/x.db', bytes: 1_500_000, kind: 'backup' as const },
    { at: AT, path: '/d/sluice.db.before-0011', bytes: 1, kind: 'before-update' as const },
    { at: AT, path: '/d/sluice.db.aside-x', bytes: 1, kind: 'set-aside' as const },
  ]
  expect(deletionLines({ id: 'a', name: 'a.pdf', erased: { answers: 1, costUsd: 0.25 }, backups })).toEqual([
    'a.pdf is deleted, with its text, facts and answers.',
    'Added again, 1 answer would be paid again: $0.25 at what they cost.',
    'Copies of the database may still hold it; delete these files too to be rid of it:',
    '2026-01-02 12:00 UTC  2 MB  /d/backups/x.db',
    '2026-01-02 12:00 UTC  1 MB  /d/sluice.db.before-0011 (before an update)',
    '2026-01-02 12:00 UTC  1 MB  /d/sluice.db.aside-x (set aside by restore)',
  ])
})
