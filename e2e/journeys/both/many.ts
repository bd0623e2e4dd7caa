import { join } from 'node:path'
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
    await page.keyboard.press('End')
    await grid.getByTitle('10000.pdf', { exact: true }).waitFor()
    expect(await grid.getByRole('row').count()).toBeLessThan(MOST_DRAWN)
    await page.getByRole('searchbox', { name: 'Find a document by name' }).fill('0777')
    await grid.getByTitle('00777.pdf', { exact: true }).waitFor()
    await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe('12')
    expect(uncaught).toEqual([])
  })
}
