import { EventEmitter } from 'node:events'
import type { App } from 'electron'
import { describe, expect, it } from 'vitest'
import { lockDown } from './lock-down.ts'

type OpenHandler = (details: { url: string }) => { action: string }

/** A locked-down program with one page in it, and what it opened outside. */
function lockedDown() {
  const opened: string[] = []
  const app = new EventEmitter()
  lockDown(app as unknown as App, (url) => opened.push(url))
  let openHandler: OpenHandler | undefined
  const contents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: (handler: OpenHandler) => (openHandler = handler),
  })
  app.emit('web-contents-created', {}, contents)
  const prevents = (event: string, url: string) => {
    let prevented = false
    contents.emit(event, { url, preventDefault: () => (prevented = true) })
    return prevented
  }
  return { app, opened, prevents, open: (url: string) => openHandler?.({ url }) }
}

describe('a page', () => {
  it('is kept from going anywhere but to itself', () => {
    const { prevents } = lockedDown()
    for (const event of ['will-navigate', 'will-frame-navigate']) {
      expect(prevents(event, 'https://evil.example/')).toBe(true)
      expect(prevents(event, 'file:///home/me/dropped.pdf')).toBe(true)
      expect(prevents(event, 'app://sluice/blob/ab')).toBe(true)
      expect(prevents(event, 'app://sluice/')).toBe(false)
    }
    expect(prevents('will-redirect', 'app://sluice/')).toBe(true)
    expect(prevents('will-attach-webview', 'app://sluice/')).toBe(true)
  })

  it('opens no window; a known address goes to the browser', () => {
    const { open, opened } = lockedDown()
    for (const url of [
      'https://console.anthropic.com/',
      'https://evil.example/',
      'file:///etc/passwd',
      'app://sluice/',
    ]) {
      expect(open(url)).toEqual({ action: 'deny' })
    }
    expect(opened).toEqual(['https://console.anthropic.com/'])
  })

  it('is granted no permission, asked or unasked, in any session', () => {
    const { app } = lockedDown()
    const granted: boolean[] = []
    const session = {
      setPermissionRequestHandler: (handler: (contents: null, name: string, answer: (is: boolean) => void) => void) =>
        handler(null, 'media', (is) => granted.push(is)),
      setPermissionCheckHandler: (handler: () => boolean) => granted.push(handler()),
    }
    app.emit('session-created', session)
    expect(granted).toEqual([false, false])
  })
})
