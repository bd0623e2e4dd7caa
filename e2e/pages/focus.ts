import type { Page } from 'playwright-core'

/** More than any screen has tab stops. */
const MOST_STOPS = 80

/** What the keyboard found on its way through a screen. */
interface Walk {
  stops: number
  /** Where it stood without being set off by an outline. */
  unseen: string[]
}

/** By the Tab key from stop to stop, until it comes to one where it was. */
export async function walk(page: Page): Promise<Walk> {
  const found: Walk = { stops: 0, unseen: [] }
  await page.evaluate(() => Object.assign(globalThis, { stopsSeen: new WeakSet() }))
  for (let i = 0; i < MOST_STOPS; i++) {
    await page.keyboard.press('Tab')
    found.unseen.push(...(await unseenFocus(page)))
    const stop = await page.evaluate(() => {
      const { stopsSeen } = globalThis as unknown as { stopsSeen: WeakSet<Element> }
      const focused = document.activeElement
      if (focused === null || focused === document.body) return 'none'
      if (stopsSeen.has(focused)) return 'again'
      stopsSeen.add(focused)
      return 'new'
    })
    if (stop === 'again') break
    if (stop === 'new') found.stops += 1
  }
  return found
}

/** What has the focus without being set off by an outline, of its own or of the box or row that it stands in. */
export function unseenFocus(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const focused = document.activeElement
    if (focused === null || focused === document.body) return []
    const row = document.getElementById(focused.getAttribute('aria-activedescendant') ?? '')
    const outlined = [focused, focused.parentElement, row].some((element) => {
      if (element === null) return false
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      return outlineStyle === 'solid' && Number.parseFloat(outlineWidth) >= 2
    })
    return outlined ? [] : [focused.outerHTML.slice(0, 200)]
  })
}

/** How many things move by themselves or glide to another state. */
export function moving(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      [...document.querySelectorAll('*')].filter((element) => {
        const { transitionDuration, animationDuration } = getComputedStyle(element)
        return `${transitionDuration}, ${animationDuration}`.split(', ').some((time) => Number.parseFloat(time) > 0)
      }).length,
  )
}
