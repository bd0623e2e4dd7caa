import { describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../../src-shared/contract/errors.ts'
import { exitCodeOf } from './exit-codes.ts'

describe('exitCodeOf', () => {
  it.each<[ErrorCode, number]>([
    ['usage', 2],
    ['setting_invalid', 2],
    ['document_unknown', 2],
    ['answers_removed', 2],
    ['key_rejected', 3],
    ['out_of_credit', 3],
    ['budget_reached', 3],
    ['database_newer', 1],
    ['owner_unreachable', 1],
    ['internal', 1],
  ])('%s ends with %i', (code, exitCode) => {
    expect(exitCodeOf(code)).toBe(exitCode)
  })
})
