import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Browser, drop, serve } from '../hosts/browser.ts'
import { pdfOf, prose } from '../hosts/documents.ts'
import type { ReportJson } from '../hosts/json-shapes.ts'
import { SAMPLES } from '../hosts/samples.ts'
import { until } from '../hosts/until.ts'
import { Workplace } from '../hosts/workplace.ts'

async function completed(desk: Workplace, count: number): Promise<ReportJson['documents']> {
  return until(async () => {
    const { documents } = await desk.json<ReportJson>(['report'])
    return documents.length === count && documents.every(({ state }) => state === 'completed') ? documents : null
  })
}

describe('the window in a browser, without a key', () => {
  it('goes from nothing to a fact on its page, by the samples, in a few clicks', async ({ skip }) => {
    const browser = await Browser.forTest(skip)
    const desk = await Workplace.forTest()
    const page = await browser.open((await serve(desk)).address)
    await page.getByText('Drop files or whole folders here').waitFor()
    await page.getByRole('button', { name: 'Try the samples' }).click()
    await page.getByText('3 documents, all ended').waitFor()
    expect(await page.getByRole('contentinfo').innerText()).toMatch(/offline.*\n*.*Today\s*\$0\.00/s)

    await page.getByRole('link', { name: 'Graph' }).click()
    await page.getByRole('searchbox').fill('Panama')
    await page.getByText(/entit(y|ies) for “Panama”/).waitFor()
    await page.getByRole('list', { name: 'Entities found' }).getByRole('link').first().click()
    const entity = page.getByRole('region', { name: 'The entity' })
    await entity.getByRole('heading', { name: /Panama/ }).waitFor()
    const evidence = entity.getByRole('link', { name: /p\. \d+/ }).first()
    const [, number] = (await evidence.innerText()).match(/p\. (\d+)/) ?? []
    await evidence.click()
    await page.getByRole('heading', { name: new RegExp(`^Page ${number} of \\d+$`) }).waitFor()
    const quote = new URLSearchParams(page.url().split('?')[1]).get('quote') ?? ''
    expect(quote).not.toBe('')
    const marked = page.getByRole('region', { name: 'The text of the chunk' }).locator('mark[aria-current]').first()
    const spaceless = (text: string) => text.replaceAll(/\s+/g, '')
    expect(spaceless(quote)).toContain(spaceless(await marked.innerText()))
    await page.getByRole('region', { name: 'The page' }).locator('canvas').waitFor()
    expect(browser.uncaught).toEqual([])
  })

  it('takes dropped files and folders with what is in them, and shows their names as text', async ({ skip }) => {
    const browser = await Browser.forTest(skip)
    const desk = await Workplace.forTest()
    const hostile = `<img src=x onerror="window.__pwned=1">.pdf`
    const folder = join(desk.documents, '<b>folder<b>')
    await mkdir(join(folder, 'below'), { recursive: true })
    await cp(SAMPLES.small, join(desk.documents, 'Dropped.pdf'))
    const markup = await pdfOf([prose('<script>window.__pwned=2</script>')])
    await writeFile(join(desk.documents, hostile), markup)
    await writeFile(join(folder, 'below', 'Deep.pdf'), await pdfOf([prose('the deep')]))
    await writeFile(join(folder, 'notes.txt'), 'no PDF')

    const page = await browser.open((await serve(desk)).address)
    await page.getByText('Drop files or whole folders here').waitFor()
    await drop(page, join(desk.documents, 'Dropped.pdf'))
    await completed(desk, 1)
    await drop(page, folder)
    await completed(desk, 2)
    // By its path: of a name that a browser sends, the host keeps no such characters.
    await desk.json(['ingest', join(desk.documents, hostile)])
    expect((await completed(desk, 3)).map(({ name }) => name).toSorted()).toEqual([hostile, 'Deep.pdf', 'Dropped.pdf'])
    for (const name of [hostile, 'Deep.pdf', 'Dropped.pdf']) {
      await page.getByRole('grid').getByTitle(name, { exact: true }).waitFor()
    }
    await page.getByRole('grid').getByTitle(hostile, { exact: true }).dblclick()
    await page.getByRole('heading', { level: 1 }).getByTitle(hostile, { exact: true }).waitFor()
    await page.getByRole('link', { name: 'Activity' }).click()
    await page.getByText('<img src=x', { exact: false }).first().waitFor()
    expect(await page.evaluate(() => (globalThis as { __pwned?: number }).__pwned)).toBeUndefined()
    expect(await page.locator('img[src="x"], b').filter({ hasText: 'folder' }).count()).toBe(0)
    expect(browser.uncaught).toEqual([])
  })
})
