import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { expect, it } from 'vitest'
import { writeFiles } from '../../hosts/documents.ts'
import type { IngestJson } from '../../hosts/json-shapes.ts'
import type { WindowHost } from '../../hosts/window.ts'
import { Workplace } from '../../hosts/workplace.ts'

const MANY = 10_000
/** Rows of a screen of 800 px and some beyond it; were all drawn, it would be thousands. */
const MOST_DRAWN = 60

export function journeysThroughManyDocuments({ open }: WindowHost): void {
  it('shows ten thousand documents, scrolls to the last, and draws only what is in sight', async ({ skip }) => {
    const desk = await Workplace.forTest()
    const names = Array.from({ length: MANY }, (_, i) => `${String(i + 1).padStart(5, '0')}.pdf`)
    await writeFiles(Object.fromEntries(names.map((name) => [join(desk.documents, name), `%PDF ${name}`])))
    await desk.json(['pause'])
    expect(await desk.json<IngestJson>(['ingest', desk.documents], 3)).toMatchObject({ added: MANY })

    const { page, uncaught } = await open(desk, skip)
    const grid = page.getByRole('grid', { name: 'Documents' })
    await grid.getByTitle('00001.pdf', { exact: true }).waitFor()
    expect(await grid.getAttribute('aria-rowcount')).toBe(String(MANY + 1))
    await grid.focus()
    for (let i = 0; i < 3; i++) await page.keyboard.press('PageDown')
    await expect.poll(() => isWholeInSight(grid)).toBe(true)
    await page.keyboard.press('End')
    await grid.getByTitle('10000.pdf', { exact: true }).waitFor()
    expect(await grid.getByRole('row').count()).toBeLessThan(MOST_DRAWN)
    await page.getByRole('searchbox', { name: 'Find a document by name' }).fill('0777')
    await grid.getByTitle('00777.pdf', { exact: true }).waitFor()
    await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe('12')
    expect(uncaught).toEqual([])
  })
}

/** Whether the row that the keys have moved to stands between the head and the lower edge. */
function isWholeInSight(grid: Locator): Promise<boolean> {
  return grid.evaluate((element) => {
    const row = document.getElementById(element.getAttribute('aria-activedescendant') ?? '')?.getBoundingClientRect()
    const head = element.querySelector('[role=columnheader]')?.getBoundingClientRect()
    const { bottom } = element.getBoundingClientRect()
    return row !== undefined && head !== undefined && row.top >= head.bottom && row.bottom <= bottom
  })
}
