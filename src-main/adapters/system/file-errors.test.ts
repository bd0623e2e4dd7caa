import { describe, expect, it } from 'vitest'
import { FILE_CODES, sourceError, storageError } from './file-errors.ts'

/** Of reading a person's file, and of writing into the data folder. */
const EXPECTED: Record<string, [source: string, storage: string]> = {
  ENOENT: ['file_missing', 'store_failed'],
  ENOTDIR: ['file_missing', 'store_failed'],
  ENAMETOOLONG: ['file_missing', 'store_failed'],
  EACCES: ['file_unreadable', 'store_failed'],
  EPERM: ['file_unreadable', 'store_failed'],
  EISDIR: ['file_unreadable', 'store_failed'],
  ELOOP: ['file_unreadable', 'store_failed'],
  EBUSY: ['file_unreadable', 'store_failed'],
  EIO: ['file_unreadable', 'store_failed'],
  ENOSPC: ['disk_full', 'disk_full'],
  EDQUOT: ['disk_full', 'disk_full'],
  EFBIG: ['disk_full', 'disk_full'],
  EMFILE: ['computer_busy', 'computer_busy'],
  ENFILE: ['computer_busy', 'computer_busy'],
}

const thrown = (code: string) => Object.assign(new Error(`${code}: came`), { code })
const codes = (code: string) => [sourceError('/a', thrown(code)).code, storageError('/a', thrown(code)).code]

describe("the table of Node's codes of files", () => {
  it.each(Object.keys(FILE_CODES))('%s', (code) => {
    expect(codes(code)).toEqual(EXPECTED[code])
    expect(storageError('/a', thrown(code)).message).toBe(`Expected to write /a; came ${code}.`)
  })

  it('says of any other that the file cannot be read, or that the store failed', () => {
    expect(codes('EDEADLK')).toEqual(['file_unreadable', 'store_failed'])
    expect(sourceError('/a', 'no error at all').code).toBe('file_unreadable')
  })
})
