import { AxeBuilder } from '@axe-core/playwright'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { Browser, drop, serve } from '../hosts/browser.ts'
import { writeFiles } from '../hosts/documents.ts'
import { SAMPLES } from '../hosts/samples.ts'
import { Workplace } from '../hosts/workplace.ts'

const THEMES = ['light', 'dark'] as const

/** What axe-core finds that keeps people out, in either theme; empty where all is well. */
async function findings(page: Page, screen: string): Promise<string[]> {
  const found: string[] = []
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    const axe = new AxeBuilder({ page }).setLegacyMode()
    // What is not colour is the same in both.
    const { violations } = await (theme === 'dark' ? axe.withRules('color-contrast') : axe).analyze()
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    found.push(
      ...serious.map(({ id, nodes }) => `${screen}, ${theme}: ${id} at ${nodes.map(({ html }) => html).join(' ')}`),
    )
  }
  return found
}

it('axe-core finds nothing serious on any screen, in light and dark', async ({ skip }) => {
  const browser = await Browser.forTest(skip)
  const desk = await Workplace.forTest()
  const page = await browser.open((await serve(desk)).address)
  const to = (screen: string) => page.getByRole('link', { name: new RegExp(`^${screen}`) }).click()
  await page.getByText('Drop files or whole folders here').waitFor()
  const found = await findings(page, 'empty queue')

  await drop(page, SAMPLES.small)
  await page.getByText('1 document, all ended').waitFor()
  found.push(...(await findings(page, 'queue')))

  await page.getByRole('grid', { name: 'Documents' }).focus()
  await page.keyboard.press('ArrowDown')
  await page.getByText('1 chosen').waitFor()
  found.push(...(await findings(page, 'chosen row')))
  await page.keyboard.press('Delete')
  await page.getByRole('alertdialog').waitFor()
  found.push(...(await findings(page, 'question')))
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'More ways to pause' }).click()
  await page.getByRole('menu').waitFor()
  found.push(...(await findings(page, 'menu')))
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  await page.getByRole('button', { name: 'Resume' }).waitFor()
  await writeFiles({ [join(desk.documents, 'bad.pdf')]: 'no PDF at all' })
  await drop(page, join(desk.documents, 'bad.pdf'))
  await page.getByText('1 of 2 documents to go').waitFor()
  found.push(...(await findings(page, 'paused queue')))
  await page.getByRole('button', { name: 'Resume' }).click()
  await page.getByText('2 documents, all ended').waitFor()
  await page.getByText('Needs you').click()
  await page.getByText('not_a_pdf').waitFor()
  found.push(...(await findings(page, 'needs you')))
  await page.getByRole('radio', { name: /^All/ }).click()

  await page.getByRole('grid').getByTitle('Annual message 1800.pdf', { exact: true }).dblclick()
  await page.getByRole('region', { name: 'Phases' }).waitFor()
  found.push(...(await findings(page, 'document')))

  await page.getByRole('grid', { name: 'Chunks' }).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: 'The page' }).locator('canvas').waitFor()
  found.push(...(await findings(page, 'reader')))

  await to('Graph')
  await page.getByRole('list', { name: 'Entities by mentions' }).getByRole('link').first().click()
  await page.getByRole('heading', { name: 'Facts' }).waitFor()
  found.push(...(await findings(page, 'graph')))

  await to('Activity')
  await page
    .getByText(/Annual message 1800\.pdf/)
    .first()
    .waitFor()
  found.push(...(await findings(page, 'activity')))

  await to('Settings')
  for (const section of ['API and pace', 'More', 'Window and data']) {
    await page.getByRole('tab', { name: section }).click()
    await page.getByRole('tabpanel', { name: section }).waitFor()
    found.push(...(await findings(page, `settings, ${section}`)))
  }
  expect(found).toEqual([])
})
