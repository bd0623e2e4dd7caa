import { describe, expect, it } from 'vitest'
import { redact } from './redact.ts'

const BODY = JSON.stringify({ messages: [{ role: 'user', content: 'The Treaty of Paris\nended the war in 1898.' }] })

describe('redact', () => {
  it('keeps what the API says about the request', () => {
    expect(redact('max_tokens: Input should be\n greater than 0', [], BODY)).toBe(
      'max_tokens: Input should be greater than 0',
    )
  })

  it('takes out keys, given or of the known form, and bearer tokens', () => {
    expect(redact('key abc.def$ and sk-ant-api03-x_y-z', ['abc.def$'], BODY)).toBe('key [key] and [key]')
    expect(redact('Authorization: Bearer abc.def', [], BODY)).toBe('Authorization: Bearer [key]')
  })

  it('drops a message that quotes the document, whatever its line breaks', () => {
    expect(redact('near "Paris ended the war in 1898."', [], BODY)).toBe('[message quotes the request]')
  })

  it('cuts what is too long', () => {
    expect(redact('x'.repeat(1000), [], BODY)).toHaveLength(300)
  })
})
