import { describe, expect, it } from 'vitest'
import { judgeTestRun, summary } from './results.ts'

describe('judgeTestRun', () => {
  it('takes the counts of a run as they are', () => {
    expect(judgeTestRun(0, { passed: 3, failed: 0, skipped: [] })).toMatchObject({ passed: 3, failed: 0 })
    expect(judgeTestRun(1, { passed: 3, failed: 2, skipped: [] })).toMatchObject({ passed: 3, failed: 2 })
  })

  it('counts a failure when the run failed and no test did', () => {
    expect(judgeTestRun(1, { passed: 3, failed: 0, skipped: [] })).toMatchObject({ passed: 3, failed: 1 })
  })

  it('counts a failure when nothing ran', () => {
    const skipped = [{ name: 'a', reason: 'b' }]
    expect(judgeTestRun(0, { passed: 0, failed: 0, skipped })).toMatchObject({ failed: 1, skipped })
    expect(judgeTestRun(0, null)).toMatchObject({ passed: 0, failed: 1 })
  })
})

describe('summary', () => {
  it('ends with the totals over all suites, after the reasons of what was skipped', () => {
    const lines = summary([
      { passed: 1, failed: 0, skipped: [] },
      {
        passed: 10,
        failed: 2,
        skipped: [
          { name: 'x.test.ts > a name', reason: 'needs a keyring' },
          { name: 'x.test.ts > not on Windows', reason: null },
        ],
      },
    ]).split('\n')
    expect(lines).toEqual([
      'skipped: x.test.ts > a name (needs a keyring)',
      'skipped: x.test.ts > not on Windows',
      '11 passed, 2 failed, 2 skipped',
    ])
  })
})
