import { expect, it } from 'vitest'
import { apiBaseUrl } from './base-url.ts'

it('takes an http or https address, and none for the API itself', () => {
  expect(apiBaseUrl(undefined)).toBe(null)
  expect(apiBaseUrl('')).toBe(null)
  expect(apiBaseUrl('http://127.0.0.1:8080/proxy')).toBe('http://127.0.0.1:8080/proxy')
})

it.each(['127.0.0.1:8080', 'ftp://host/', 'no address'])('refuses %s', (value) => {
  expect(() => apiBaseUrl(value)).toThrow(expect.objectContaining({ code: 'setting_invalid' }))
})

it.each(['https://user:hunter2@host/', 'https://hunter2@host', 'user:hunter2@host'])(
  'refuses a password in it without saying it: %s',
  (value) => {
    expect(() => apiBaseUrl(value)).toThrow(
      expect.objectContaining({ code: 'setting_invalid', message: expect.not.stringContaining('hunter2') as string }),
    )
  },
)
