import { describe, expect, it } from 'vitest'
import { CODE_LIFE_MS, createAccess } from './access.ts'

function create(known: readonly string[] = [], scriptToken: string | null = null) {
  const time = { now: 0 }
  const kept: string[][] = []
  const access = createAccess({ known, scriptToken, onChange: (hashes) => kept.push(hashes), now: () => time.now })
  return { access, kept, time }
}

describe('createAccess', () => {
  it('exchanges a code once, for a token that is good', () => {
    const { access, kept } = create()
    const code = access.newCode()
    const token = access.exchange(code) ?? ''
    expect(access.isGood(token)).toBe(true)
    expect(access.exchange(code)).toBeNull()
    expect(kept).toEqual([access.hashes()])
    expect(JSON.stringify(kept)).not.toContain(token)
  })

  it('takes no code that is too old, and none it did not give', () => {
    const { access, time } = create()
    const [late, inTime] = [access.newCode(), access.newCode()]
    time.now = CODE_LIFE_MS
    expect(access.exchange(inTime)).not.toBeNull()
    time.now += 1
    expect(access.exchange(late)).toBeNull()
    expect(access.exchange('')).toBeNull()
  })

  it('gives secrets of 256 bits, each another one', () => {
    const { access } = create()
    const codes = new Set(Array.from({ length: 100 }, () => access.newCode()))
    expect(codes.size).toBe(100)
    for (const code of codes) expect(Buffer.from(code, 'base64url')).toHaveLength(32)
  })

  it('knows the pages of last time by their hashes alone', () => {
    const first = create()
    const token = first.access.exchange(first.access.newCode()) ?? ''
    const next = create(first.access.hashes())
    expect(next.access.isGood(token)).toBe(true)
    expect(next.access.isGood(first.access.hashes()[0] ?? '')).toBe(false)
    expect(create().access.isGood(token)).toBe(false)
  })

  it('forgets the oldest page first, and the script never', () => {
    const { access } = create([], 'script')
    const tokens = Array.from({ length: 40 }, () => access.exchange(access.newCode()) ?? '')
    expect(access.isGood(tokens[0] ?? '')).toBe(false)
    expect(access.isGood(tokens[39] ?? '')).toBe(true)
    expect(access.hashes()).toHaveLength(32)
    expect(access.isGood('script')).toBe(true)
  })
})
