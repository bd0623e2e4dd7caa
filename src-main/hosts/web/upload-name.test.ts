import { describe, expect, it } from 'vitest'
import { uploadName } from './upload-name.ts'

describe('uploadName', () => {
  it.each([
    ['report.pdf', 'report.pdf'],
    ['Übersicht 2026 – größer.pdf', 'Übersicht 2026 – größer.pdf'],
    ['報告書.pdf', '報告書.pdf'],
    ['folder/report.pdf', 'report.pdf'],
    ['../../report.pdf', 'report.pdf'],
    ['C:\\Users\\a\\report.pdf', 'report.pdf'],
    ['.hidden.pdf', 'hidden.pdf'],
    ['report.pdf. . ', 'report.pdf'],
    ['CON.pdf', '_CON.pdf'],
    ['nul', '_nul'],
    ['re\u202eport.pdf', 're_port.pdf'],
    ['a\u001b[31mb.pdf', 'a_[31mb.pdf'],
    ['a:b|c?.pdf', 'a_b_c_.pdf'],
    ['a\ud800b.pdf', 'a_b.pdf'],
  ])('%j becomes %j', (given, name) => {
    expect(uploadName(given)).toBe(name)
  })

  it.each(['', '.', '..', '/', 'a/', '...', ' '])('finds no name in %j', (given) => {
    expect(() => uploadName(given)).toThrow('expected the name of a file')
  })

  it('shortens a long name by whole characters and keeps its extension', () => {
    const name = uploadName(`${'報'.repeat(300)}.pdf`)
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200)
    expect(name).toMatch(/^報+\.pdf$/)
    expect(Buffer.byteLength(uploadName('x'.repeat(1000)))).toBe(200)
  })
})
