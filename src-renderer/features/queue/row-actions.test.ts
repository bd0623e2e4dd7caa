import { describe, expect, it } from 'vitest'
import { SluiceError } from '../../../src-shared/contract/errors.ts'
import type { Client } from '../../client/client.ts'
import { makeRow } from '../../testing/rows.ts'
import { lossOf, remove, retryLabel, rowActions } from './row-actions.ts'

const chunks = { total: 100, completed: 98, failed: 2, cancelled: 0 }
const gappy = makeRow({ id: 'gappy', state: 'completed', gaps: 1, chunks, costUsd: 0.098 })
const failed = makeRow({ id: 'failed', state: 'failed' })
const waiting = makeRow({ id: 'waiting' })
const ids = (rows: readonly { id: string }[]) => rows.map((row) => row.id)

describe('what can be done', () => {
  it('follows from the states of the rows', () => {
    const actions = rowActions([gappy, failed, waiting])
    expect(ids(actions.retry)).toEqual(['failed'])
    expect(ids(actions.gaps)).toEqual(['gappy'])
    expect(ids(actions.discard)).toEqual(['gappy', 'failed'])
    expect(ids(actions.cancel)).toEqual(['waiting'])
    expect(ids(actions.remove)).toEqual(['gappy', 'failed', 'waiting'])
  })
  it('leaves out what was discarded, but for a retry that is asked for', () => {
    const actions = rowActions([
      { ...gappy, letters: 0 },
      { ...failed, letters: 0 },
    ])
    expect([ids(actions.retry), ids(actions.gaps), ids(actions.discard)]).toEqual([['failed'], [], []])
  })
  it('carries its price where one is known', () => {
    expect(retryLabel('Retry the gaps', [gappy], 'gaps')).toBe('Retry the gaps, ≈ $0.0020')
    expect(retryLabel('Retry', [failed, failed], 'document')).toBe('Retry 2')
  })
})

describe('a removal', () => {
  it('of what another window has removed meanwhile keeps no other from going', async () => {
    const asked: unknown[] = []
    const call = async (_name: string, { document }: { document: string }) => {
      asked.push(document)
      if (document === 'gappy') throw new SluiceError('document_unknown', 'expected a document')
      if (document === 'waiting') throw new SluiceError('disk_full', 'expected room')
    }
    const client = { call } as unknown as Client
    await remove(client, [gappy, failed])
    expect(asked).toEqual(['gappy', 'failed'])
    await expect(remove(client, [waiting])).rejects.toMatchObject({ code: 'disk_full' })
  })
})

describe('what a removal loses', () => {
  it('is said with what stays', () => {
    expect(lossOf([gappy])).toBe(
      'Lost: the text, what the model answered, 98 chunks and every fact that has no other source. ' +
        'What was paid, $0.10, stays in the ledger; added again, the same text would be paid again. The original file stays where it is.',
    )
    expect(lossOf([waiting])).toBe('Nothing was found in it yet. The original file stays where it is.')
  })
})
