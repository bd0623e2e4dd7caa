import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

type Theme = 'light' | 'dark'

/** What axe-core finds that keeps people out; empty where all is well. */
export async function findings(page: Page, screen: string, themes: readonly Theme[]): Promise<string[]> {
  const found: string[] = []
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    // Once a document: it is half a megabyte, and read anew each time it would take as long as all it finds.
    const present = await page.evaluate(() => 'axe' in globalThis)
    const axe = new AxeBuilder(present ? { page, axeSource: ';' } : { page }).setLegacyMode()
    axe.options({ resultTypes: ['violations'] })
    // What is not colour is the same in both.
    const { violations } = await (theme === 'dark' ? axe.withRules('color-contrast') : axe).analyze()
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    found.push(
      ...serious.map(({ id, nodes }) => `${screen}, ${theme}: ${id} at ${nodes.map(({ html }) => html).join(' ')}`),
    )
  }
  return found
}
