import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { recordLongRun } from './long-record.ts'

it('keeps the older result of a suite that has not run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-record-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'docs', 'record.json')
  const suite = (commit: string, kills: number) => ({
    at: '2026-11-01T00:00:00.000Z',
    commit,
    cores: 2,
    cpu: 'any',
    passed: 1,
    failed: 0,
    skipped: 0,
    minutes: 1,
    figures: { 'a test': { kills } },
  })
  recordLongRun(path, { unit: suite('aaaa', 1), minute: suite('aaaa', 2) })
  recordLongRun(path, { unit: suite('bbbb', 3) })
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ unit: suite('bbbb', 3), minute: suite('aaaa', 2) })
})
