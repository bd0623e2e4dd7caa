import { describe, expect, it } from 'vitest'
import { browserCommand } from './browser.ts'

const ADDRESS = 'http://127.0.0.1:4711/#code=x'

function command(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv, programs: string[] = []) {
  const find = (name: string) => (programs.includes(name) ? `/usr/bin/${name}` : null)
  return browserCommand(ADDRESS, { platform, environment, find })
}

describe('browserCommand', () => {
  it('opens a window of its own where a browser can', () => {
    const programs = ['xdg-open', 'google-chrome']
    expect(command('linux', { DISPLAY: ':0' }, programs)).toEqual(['/usr/bin/google-chrome', `--app=${ADDRESS}`])
  })

  it('asks the desktop else', () => {
    expect(command('linux', { WAYLAND_DISPLAY: 'wayland-0' }, ['xdg-open'])).toEqual(['/usr/bin/xdg-open', ADDRESS])
    expect(command('darwin', {})).toEqual(['open', ADDRESS])
    expect(command('win32', {})).toEqual(['cmd', '/d', '/c', 'start', '', ADDRESS])
  })

  it('opens nothing where nobody would see it', () => {
    expect(command('linux', {}, ['chromium'])).toBeNull()
    expect(command('linux', { DISPLAY: ':0', CI: 'true' }, ['chromium'])).toBeNull()
    expect(command('darwin', { CI: '1' })).toBeNull()
    expect(command('linux', { DISPLAY: ':0' })).toBeNull()
  })
})
