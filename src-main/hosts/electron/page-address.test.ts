import { describe, expect, it } from 'vitest'
import { isFromPage, isOfPage, isPage, PAGE_URL } from './page-address.ts'

describe('addresses of the page', () => {
  it('are those of its own origin', () => {
    for (const url of [PAGE_URL, 'app://sluice/assets/x.js', 'app://sluice/blob/ab']) expect(isOfPage(url)).toBe(true)
    for (const url of ['app://other/', 'app://sluice.evil/', 'https://sluice/', 'file:///sluice/', 'app:sluice', '']) {
      expect(isOfPage(url)).toBe(false)
    }
  })

  it('are the page itself only where they name it', () => {
    for (const url of [PAGE_URL, 'app://sluice/index.html', 'app://sluice/#/queue']) expect(isPage(url)).toBe(true)
    for (const url of ['app://sluice/blob/ab', 'app://sluice/assets/x.js', 'app://evil/'])
      expect(isPage(url)).toBe(false)
  })
})

describe('the sender of a message', () => {
  const frame = { url: PAGE_URL, parent: null }

  it('is taken when it is the main frame of our window that shows our page', () => {
    expect(isFromPage({ contentsId: 7, frame }, 7)).toBe(true)
  })

  it.each([
    ['of another window', { contentsId: 8, frame }],
    ['that is gone', { contentsId: 7, frame: null }],
    ['inside another frame', { contentsId: 7, frame: { ...frame, parent: frame } }],
    ['that shows another page', { contentsId: 7, frame: { ...frame, url: 'https://evil.example/' } }],
    ['that shows a document', { contentsId: 7, frame: { ...frame, url: 'app://sluice/blob/ab' } }],
    ['that shows a page of a like name', { contentsId: 7, frame: { ...frame, url: 'app://sluice.evil.example/' } }],
  ])('is refused when it is a frame %s', (_what, sender) => {
    expect(isFromPage(sender, 7)).toBe(false)
  })
})
