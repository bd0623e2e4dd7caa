import { expect, it } from 'vitest'
import { ERRORS, type ErrorCode } from '../../../src-shared/contract/errors.ts'
import { laneTitle } from './lane-titles.ts'

it('has a title for each fault of a service', () => {
  const faults = (Object.keys(ERRORS) as ErrorCode[]).filter((code) => ERRORS[code].scope === 'service')
  expect(faults.filter((code) => laneTitle(code) === undefined)).toEqual([])
})
