import type { Page } from 'playwright-core'

/** What src-renderer/testing/main.tsx leaves for scripts. */
interface MadeUp {
  client: { setOnline: (online: boolean) => void }
}

export async function waitForPage(page: Page): Promise<void> {
  await page
    .getByRole('region', { name: /^Page \d/ })
    .and(page.locator('[aria-busy="false"]'))
    .waitFor()
}

export async function find(page: Page, words: string): Promise<void> {
  await page.getByRole('searchbox').fill(words)
}

export async function testKey(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Test' }).click()
}

export async function openTab(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name }).click()
}

export async function openRowMenu(page: Page): Promise<void> {
  await page.getByRole('row', { name: /Board minutes/ }).click({ button: 'right' })
}

export async function openPauseMenu(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More ways to pause' }).click()
}

export async function dragOver(page: Page): Promise<void> {
  const dataTransfer = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([''], 'a.pdf'))
    return transfer
  })
  await page.getByRole('main').dispatchEvent('dragenter', { dataTransfer })
}

export async function loseEngine(page: Page): Promise<void> {
  await page.getByText('documents to go').waitFor()
  await page.evaluate(() => (window as unknown as MadeUp).client.setOnline(false))
}

export async function chooseFour(page: Page): Promise<void> {
  await page.getByRole('grid').focus()
  for (const key of ['End', 'Shift+ArrowUp', 'Shift+ArrowUp', 'Shift+ArrowUp']) await page.keyboard.press(key)
}

export async function sortByName(page: Page): Promise<void> {
  await page.getByRole('columnheader', { name: 'Document' }).getByRole('button').click()
}

export async function askToRemove(page: Page): Promise<void> {
  await page.getByRole('grid').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Delete')
}

export async function showNeeds(page: Page): Promise<void> {
  await page.getByText('Needs you').click()
}

export async function showFailed(page: Page): Promise<void> {
  await page.getByRole('radio', { name: /^Failed/ }).click()
}

export async function askToDiscard(page: Page): Promise<void> {
  await showNeeds(page)
  await page.getByRole('button', { name: 'Discard all' }).click()
}

/** By the keyboard, the third of the list; and a look at those that were discarded. */
export async function discardOne(page: Page): Promise<void> {
  await showNeeds(page)
  await page.getByRole('grid', { name: /^Dead letters/ }).focus()
  for (const key of ['ArrowDown', 'ArrowDown', 'Delete']) await page.keyboard.press(key)
  // The made-up rows do not change by themselves: another filter and back asks anew.
  await showFailed(page)
  await showNeeds(page)
  await page.getByRole('radio', { name: /^Discarded/ }).click()
  await page.getByRole('button', { name: 'Close' }).click()
}
