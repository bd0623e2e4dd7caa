import type { Locator, Page } from 'playwright-core'

/** The notice over the queue that the API rejects the key. */
export function rejectedKey(page: Page): Locator {
  return page.getByRole('alert').filter({ hasText: 'The API rejects the key' })
}

/** Gives the first key. */
export async function addKey(page: Page, key: string): Promise<void> {
  await page.getByRole('button', { name: 'Add your key…' }).click()
  await saveKey(page, key)
  await page.getByLabel('A key that ends in').waitFor()
}

/** Gives another key, from the notice that the one there is rejected, and waits until the API accepts it. */
export async function replaceKey(page: Page, key: string): Promise<void> {
  await rejectedKey(page).getByRole('button', { name: 'Replace key…' }).click()
  await page.getByRole('button', { name: 'Replace…', exact: true }).click()
  await saveKey(page, key)
  await page.getByText(/accepted .* for claude/).waitFor()
}

async function saveKey(page: Page, key: string): Promise<void> {
  await page.getByRole('textbox', { name: 'API key' }).fill(key)
  await page.getByRole('button', { name: 'Save the key' }).click()
}
