import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SluiceError, type ErrorCode } from '../../../src-shared/contract/errors.ts'
import { dataLayout } from '../data-layout.ts'
import { checkApi, checkBaseUrl, checkKey } from './doctor-api-checks.ts'

const SECRET = 'sk-ant-api03-secretOfThisTest-0000'
const AT = Date.UTC(2026, 0, 2, 14, 43)

describe('where the key comes from', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-doctor-test-'))
    vi.stubEnv('ANTHROPIC_API_KEY', '')
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true })
  })

  const keep = (mode: number) => {
    writeFileSync(dataLayout(folder).key, SECRET)
    chmodSync(dataLayout(folder).key, mode)
  }

  it('none is in order, and says how to give one', async () => {
    expect(await checkKey(folder)).toEqual({
      ok: true,
      message: 'none',
      remedy: expect.stringContaining('ANTHROPIC_API_KEY'),
    })
  })

  it('is said without the key', async () => {
    vi.stubEnv('ANTHROPIC_API_KEY', SECRET)
    expect(await checkKey(folder)).toEqual({ ok: true, message: 'from ANTHROPIC_API_KEY', remedy: '' })
    vi.stubEnv('ANTHROPIC_API_KEY', '')
    keep(0o600)
    expect(await checkKey(folder)).toEqual({
      ok: true,
      message: 'from a file that only this user can read',
      remedy: '',
    })
  })

  it.skipIf(process.platform === 'win32')('a file that others can read is told of', async () => {
    keep(0o644)
    const found = await checkKey(folder)
    expect(found).toEqual({
      ok: false,
      message: `expected a file that only this user can read at ${dataLayout(folder).key}, came mode 644`,
      remedy: expect.stringContaining('config key set'),
    })
    expect(JSON.stringify(found)).not.toContain(SECRET)
  })
})

describe('whether the API answers', () => {
  const key = { source: 'environment', ending: '0000' } as const
  const asking = (more: Partial<Parameters<typeof checkApi>[0]> = {}) =>
    checkApi({ progress: { provider: 'anthropic', waitReason: null }, key, last: undefined, ...more })
  const heldBy = (code: ErrorCode, needsPerson: boolean) => {
    const error = new SluiceError(code, 'expected an answer, came HTTP 401').info
    const waitReason = { kind: 'service', text: error.message, since: AT, until: null, error, needsPerson } as const
    return asking({ progress: { provider: 'anthropic', waitReason } })
  }
  const event = (kind: string, text: string) => ({ seq: 1, at: AT, kind, documentId: null, text })

  it('is in order where nothing holds it, or nobody is asked', () => {
    expect(asking()).toMatchObject({ ok: true, remedy: '' })
    expect(asking({ progress: { provider: 'offline', waitReason: null }, key: null })).toMatchObject({
      ok: true,
      message: 'nobody is asked: the offline finder reads',
    })
    const text = 'nothing works the queue'
    const idle = { kind: 'service', text, since: AT, until: null, error: null, needsPerson: false } as const
    expect(asking({ progress: { provider: 'anthropic', waitReason: idle } }).ok).toBe(true)
  })

  it('a model is to read and there is no key', () => {
    expect(asking({ key: null })).toEqual({
      ok: false,
      message: 'expected a key, since a model is to read here; found none',
      remedy: expect.stringContaining('ANTHROPIC_API_KEY'),
    })
  })

  it.each([
    ['key_rejected', 'Replace the API key'],
    ['out_of_credit', 'Add credit'],
    ['model_unknown', 'Choose a model'],
    ['network_unreachable', 'Check the network'],
  ] as const)('a lane held now (%s) says since when and what to do', (code, remedy) => {
    expect(heldBy(code, true)).toEqual({
      ok: false,
      message: 'held since 2026-01-02 14:43 UTC: expected an answer, came HTTP 401',
      remedy: expect.stringContaining(remedy),
    })
  })

  it('a lane that was held when Sluice ended is remembered until a key is saved or a document completes', () => {
    const text = 'held: expected an answer, came HTTP 401. Replace the API key.'
    expect(asking({ last: event('lane.held', text) })).toEqual({
      ok: false,
      message: `when Sluice worked last (2026-01-02 14:43 UTC) it was ${text}`,
      remedy: expect.stringContaining('ingest'),
    })
    for (const kind of ['key.saved', 'lane.opened', 'document.completed']) {
      expect(asking({ last: event(kind, 'x') }).ok).toBe(true)
    }
  })
})

it('takes a base URL that is one', () => {
  expect(checkBaseUrl(undefined).ok).toBe(true)
  expect(checkBaseUrl('http://127.0.0.1:8080/x').message).toBe('http://127.0.0.1:8080 (ANTHROPIC_BASE_URL)')
  expect(() => checkBaseUrl('localhost:8080')).toThrow('http or https address, came "localhost:8080"')
})
