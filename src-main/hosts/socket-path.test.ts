import { describe, expect, it, vi } from 'vitest'
import { socketPlace } from './socket-path.ts'

// As in a container that runs under a number which has no name there.
vi.mock('node:os', async (original) => ({
  ...(await original<object>()),
  userInfo: () => {
    throw new Error('uv_os_get_passwd returned ENOENT')
  },
}))

describe('socketPlace', () => {
  it('lies in the runtime folder, in one of our own, under a hash of the data folder', () => {
    const place = socketPlace('/home/a/data', 'linux', '/run/user/1000')
    expect(place.folder).toMatch(/^\/run\/user\/1000\/sluice-\d+$/)
    expect(place.path.startsWith(`${place.folder}/`)).toBe(true)
    expect(place.path).not.toContain('data')
    expect(socketPlace('/home/a/data', 'linux', '/run/user/1000')).toEqual(place)
    expect(socketPlace('/home/a/other', 'linux', '/run/user/1000').path).not.toBe(place.path)
  })

  it('stays within 100 bytes however long the names are', () => {
    const place = socketPlace(`/${'é'.repeat(400)}`, 'linux', `/run/${'x'.repeat(90)}`)
    expect(Buffer.byteLength(place.path)).toBeLessThanOrEqual(100)
  })

  it('is a named pipe on Windows', () => {
    expect(socketPlace('C:\\data', 'win32')).toEqual({
      folder: null,
      path: expect.stringMatching(/^\\\\\.\\pipe\\sluice-[0-9a-f]{24}$/),
    })
  })
})
