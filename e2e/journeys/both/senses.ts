import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { writeFiles } from '../../hosts/documents.ts'
import { SAMPLES } from '../../hosts/samples.ts'
import type { WindowHost } from '../../hosts/window.ts'
import { Workplace } from '../../hosts/workplace.ts'
import { findings } from '../../pages/axe.ts'
import { moving, unseenFocus, walk } from '../../pages/focus.ts'

/** Fewer tab stops than any screen has: the ways to the others. */
const FEWEST_STOPS = 4

export function journeysBySenses({ open, short }: WindowHost): void {
  it('keeps nobody out of any screen: axe-core in light and dark, the keyboard seen at every stop, nothing that moves unasked', async ({
    skip,
  }) => {
    const desk = await Workplace.forTest()
    const { page, drop, uncaught } = await open(desk, skip)
    const found: string[] = []
    const look = async (screen: string) => {
      found.push(...(await findings(page, screen, short ? ['light'] : ['light', 'dark'])))
    }
    const walkThrough = async (screen: string) => void found.push(...(await barriers(page, screen)))
    const lookAndWalk = async (screen: string) => {
      await look(screen)
      await walkThrough(screen)
    }
    const to = (screen: string) => page.getByRole('link', { name: new RegExp(`^${screen}`) }).click()

    await page.getByText('Drop files or whole folders here').waitFor()
    expect(await moving(page)).toBeGreaterThan(0)
    await look('empty queue')
    await drop(SAMPLES.small)
    await page.getByText('1 document, all ended').waitFor()
    await lookAndWalk('queue')
    if (!short) await lookAtStatesOfTheQueue()

    await page.getByRole('grid').getByTitle('Annual message 1800.pdf', { exact: true }).dblclick()
    await page.getByRole('region', { name: 'Phases' }).waitFor()
    await lookAndWalk('document')
    await page.getByRole('grid', { name: 'Chunks' }).focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: 'The page' }).locator('canvas').waitFor()
    await look('reader')

    await to('Graph')
    await page.getByRole('list', { name: 'Entities by mentions' }).getByRole('link').first().click()
    await page.getByRole('heading', { name: 'Facts' }).waitFor()
    await lookAndWalk('graph')

    await to('Activity')
    await page
      .getByText(/Annual message 1800\.pdf/)
      .first()
      .waitFor()
    await lookAndWalk('activity')

    await to('Settings')
    for (const section of ['API and pace', 'More', 'Window and data']) {
      await page.getByRole('tab', { name: section }).click()
      await page.getByRole('tabpanel', { name: section }).waitFor()
      if (!short) await look(`settings, ${section}`)
    }
    await (short ? lookAndWalk : walkThrough)('settings')
    expect(found).toEqual([])
    expect(uncaught).toEqual([])

    async function lookAtStatesOfTheQueue(): Promise<void> {
      await page.getByRole('grid', { name: 'Documents' }).focus()
      await page.keyboard.press('ArrowDown')
      await page.getByText('1 chosen').waitFor()
      expect(await unseenFocus(page)).toEqual([])
      await look('chosen row')
      await page.keyboard.press('Delete')
      await page.getByRole('alertdialog').waitFor()
      await look('question')
      await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
      await page.getByRole('button', { name: 'More ways to pause' }).click()
      await page.getByRole('menu').waitFor()
      await look('menu')
      await page.keyboard.press('Escape')

      await page.getByRole('button', { name: 'Pause', exact: true }).click()
      await page.getByRole('button', { name: 'Resume' }).waitFor()
      await writeFiles({ [join(desk.documents, 'bad.pdf')]: 'no PDF at all' })
      await drop(join(desk.documents, 'bad.pdf'))
      await page.getByText('1 of 2 documents to go').waitFor()
      await look('paused queue')
      await page.getByRole('button', { name: 'Resume' }).click()
      await page.getByText('2 documents, all ended').waitFor()
      await page.getByText('Needs you').click()
      await page.getByText('not_a_pdf').waitFor()
      await look('needs you')
      await page.getByRole('radio', { name: /^All/ }).click()
    }
  })
}

/** What stands in the way of the keyboard, and what moves for who asked that nothing does. */
async function barriers(page: Page, screen: string): Promise<string[]> {
  const { stops, unseen } = await walk(page)
  const still = (await moving(page)) === 0
  return [
    ...unseen.map((html) => `${screen}: focus unseen at ${html}`),
    ...(stops > FEWEST_STOPS ? [] : [`${screen}: ${stops} tab stops`]),
    ...(still ? [] : [`${screen}: something moves`]),
  ]
}
