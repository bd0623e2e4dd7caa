import { describe, expect, it } from 'vitest'
import { checkBackups, checkClock, checkGraph, checkLimits, checkRetention } from './doctor-store-checks.ts'

const NOW = Date.UTC(2026, 0, 2, 12)
const event = (at: number) => ({ activities: [{ seq: 1, at, kind: 'x', documentId: null, text: 'x' }] })

describe('what doctor asks of the store', () => {
  it('a clock that stands before the last event went back', () => {
    expect(checkClock(event(NOW + 3_600_000), NOW)).toMatchObject({
      ok: false,
      message: 'expected a time after what happened last (2026-01-02 13:00 UTC), came 2026-01-02 12:00 UTC',
    })
    expect(checkClock(event(NOW + 5_000), NOW).ok).toBe(true)
    expect(checkClock({ activities: [] }, NOW).ok).toBe(true)
  })

  it('names the newest backup, and says when it is old', () => {
    const backups = [{ at: NOW - 5 * 86_400_000, path: '/b', bytes: 1, kind: 'backup' as const }]
    expect(checkBackups({ backups }, NOW)).toEqual({
      ok: true,
      message: '1 copy, the newest of 2025-12-28 12:00 UTC',
      remedy: expect.stringContaining('backup'),
    })
    expect(checkBackups({ backups: [{ at: NOW, path: '/b', bytes: 1, kind: 'backup' as const }] }, NOW).remedy).toBe('')
    expect(checkBackups({ backups: [] }, NOW).message).toBe('none yet')
  })

  it('says for how long things are kept, what is older and what went', () => {
    const retention = {
      answers: { days: 0, answers: 0, input: 0, output: 0, costUsd: 0 },
      files: { days: 0, files: 0, bytes: 0 },
      removed: { answers: 0, costUsd: 0, files: 0, bytes: 0 },
    }
    expect(checkRetention(retention)).toEqual({
      ok: true,
      message: 'answers are kept for ever, stored copies of complete documents for ever',
      remedy: '',
    })
    const removed = { answers: 3, costUsd: 0.5, files: 0, bytes: 0 }
    const { message, remedy } = checkRetention({ ...retention, files: { days: 9, files: 2, bytes: 1 }, removed })
    expect(message).toMatch(/for 9 days \(2 older: 1 MB\); removed so far: 3 answers that cost \$0\.50$/)
    expect(remedy).toContain('keepFilesDays')
  })

  it('says where each limit comes from', () => {
    const row = { family: 'haiku-5', allowed: 40, used: 0, reserved: 0, utilisationPct: 0, peakPct: 0, nextSlotMs: 0 }
    const limits = [
      { ...row, dimension: 'requests' as const, limit: 50, source: 'learned' as const, waitReason: null },
      { ...row, dimension: 'output' as const, limit: 10_000, source: 'set' as const, waitReason: null },
    ]
    expect(checkLimits({ limits }).message).toBe('a minute: 50 requests (named by the API), 10,000 output (set by you)')
    expect(checkLimits({ limits: [] }).message).toBe('none: no model is asked')
  })

  it('counts the graph', () => {
    const graph = { episodes: 2, entities: 1, relationships: 3, mentions: 9, types: {} }
    expect(checkGraph(graph).message).toBe('1 entity, 3 facts from 2 chunks')
  })
})
