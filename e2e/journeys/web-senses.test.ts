import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { Browser, drop, serve } from '../hosts/browser.ts'
import { SAMPLES } from '../hosts/samples.ts'
import { Workplace } from '../hosts/workplace.ts'

const SCREENS = ['Queue', 'Graph', 'Activity', 'Settings']

/** More than any screen has tab stops. */
const MOST_STOPS = 80

/** What has the focus without being set off by an outline, of its own or of the box or row that it stands in. */
function unseenFocus(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const focused = document.activeElement
    if (focused === null || focused === document.body) return null
    const row = document.getElementById(focused.getAttribute('aria-activedescendant') ?? '')
    const outlined = [focused, focused.parentElement, row].some((element) => {
      if (element === null) return false
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      return outlineStyle === 'solid' && Number.parseFloat(outlineWidth) >= 2
    })
    return outlined ? null : focused.outerHTML.slice(0, 200)
  })
}

/** How many things move by themselves or glide to another state. */
function moving(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      [...document.querySelectorAll('*')].filter((element) => {
        const { transitionDuration, animationDuration } = getComputedStyle(element)
        return `${transitionDuration}, ${animationDuration}`.split(', ').some((time) => Number.parseFloat(time) > 0)
      }).length,
  )
}

it('shows where the keyboard is at every stop, and holds still for who asked for it', async ({ skip }) => {
  const browser = await Browser.forTest(skip)
  const desk = await Workplace.forTest()
  const page = await browser.open((await serve(desk)).address)
  await drop(page, SAMPLES.small)
  await page.getByText('1 document, all ended').waitFor()
  expect(await moving(page)).toBeGreaterThan(0)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  for (const screen of SCREENS) {
    await page.getByRole('link', { name: new RegExp(`^${screen}`) }).click()
    await page.getByRole('heading', { level: 1, name: screen }).waitFor()
    expect(await moving(page), screen).toBe(0)

    await walk(page, screen)
  }
  await page.getByRole('link', { name: /^Queue/ }).click()
  await page.getByRole('grid', { name: 'Documents' }).focus()
  await page.keyboard.press('ArrowDown')
  expect(await unseenFocus(page)).toBeNull()
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: 'Phases' }).waitFor()
  expect(await moving(page), 'document').toBe(0)
  await walk(page, 'document')
  expect(browser.uncaught).toEqual([])
})

/** By the keyboard through all stops of a screen. */
async function walk(page: Page, screen: string): Promise<void> {
  const stops = new Set<string>()
  for (let i = 0; i < MOST_STOPS; i++) {
    await page.keyboard.press('Tab')
    expect(await unseenFocus(page), screen).toBeNull()
    stops.add(await page.evaluate(() => document.activeElement?.outerHTML ?? ''))
  }
  expect(stops.size, screen).toBeGreaterThan(SCREENS.length)
}
