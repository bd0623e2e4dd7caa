import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { pdfOf, prose } from '../../hosts/documents.ts'
import type { ReportJson } from '../../hosts/json-shapes.ts'
import { SAMPLES } from '../../hosts/samples.ts'
import type { WindowHost } from '../../hosts/window.ts'
import { Workplace } from '../../hosts/workplace.ts'

export function journeysWithoutAKey({ open, byPath }: WindowHost): void {
  it('goes from nothing to a fact on its page, by the samples, in a few clicks', async ({ skip }) => {
    const desk = await Workplace.forTest()
    const { page, uncaught } = await open(desk, skip)
    await page.getByText('Drop files or whole folders here').waitFor()
    await page.getByRole('button', { name: 'Try the samples' }).click()
    await page.getByText('3 documents, all ended').waitFor()
    expect(await page.getByRole('contentinfo').innerText()).toMatch(/offline.*\n*.*Today\s*\$0\.00/s)
    const { documents } = await desk.json<ReportJson>(['report'])
    expect(documents.map(({ state, costUsd, gaps }) => ({ state, costUsd, gaps }))).toEqual(
      Array.from({ length: 3 }, () => ({ state: 'completed', costUsd: 0, gaps: [] })),
    )

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
    expect(uncaught).toEqual([])
  })

  it('takes dropped files and folders with what is in them, and files from the picker, and shows their names as text', async ({
    skip,
  }) => {
    const desk = await Workplace.forTest()
    const hostile = `<img src=x onerror="window.__pwned=1">.pdf`
    const folder = join(desk.documents, '<b>folder<b>')
    const paths = {
      dropped: join(desk.documents, 'Dropped.pdf'),
      deep: join(folder, 'below', 'Deep.pdf'),
      hostile: join(desk.documents, hostile),
      picked: join(desk.documents, 'Picked.pdf'),
    }
    await mkdir(join(folder, 'below'), { recursive: true })
    await cp(SAMPLES.small, paths.dropped)
    await writeFile(paths.deep, await pdfOf([prose('the deep')]))
    await writeFile(join(folder, 'notes.txt'), 'no PDF')
    await writeFile(paths.hostile, await pdfOf([prose('<script>window.__pwned=2</script>')]))
    await writeFile(paths.picked, await pdfOf([prose('the picker')]))
    await mkdir(join(desk.documents, 'Nothing'))

    const { page, drop, pick, uncaught } = await open(desk, skip)
    await page.getByText('Drop files or whole folders here').waitFor()
    await drop(paths.dropped)
    await page.getByText('1 document, all ended').waitFor()
    await drop(folder)
    await page.getByText('2 documents, all ended').waitFor()
    // Of a name that a browser sends, the host keeps no such characters.
    await (byPath ? drop(paths.hostile) : desk.json(['ingest', paths.hostile]))
    await page.getByText('3 documents, all ended').waitFor()
    await pick(paths.picked)
    await page.getByText('4 documents, all ended').waitFor()
    await drop(join(desk.documents, 'Nothing'))
    await page
      .getByText(/expected PDF files.*came/i)
      .first()
      .waitFor()
    const { documents } = await desk.json<ReportJson>(['report'])
    expect(documents.map(({ name, state }) => ({ name, state }))).toEqual(
      ['Dropped.pdf', 'Deep.pdf', hostile, 'Picked.pdf'].map((name) => ({ name, state: 'completed' })),
    )
    if (byPath) expect(documents.map(({ path }) => path)).toEqual(Object.values(paths))

    for (const { name } of documents) await page.getByRole('grid').getByTitle(name, { exact: true }).waitFor()
    await page.getByRole('grid').getByTitle(hostile, { exact: true }).dblclick()
    await page.getByRole('heading', { level: 1 }).getByTitle(hostile, { exact: true }).waitFor()
    await page.getByRole('link', { name: 'Activity' }).click()
    await page.getByText('<img src=x', { exact: false }).first().waitFor()
    expect(await page.evaluate(() => (globalThis as { __pwned?: number }).__pwned)).toBeUndefined()
    expect(await page.locator('img[src="x"], b').filter({ hasText: 'folder' }).count()).toBe(0)
    expect(uncaught).toEqual([])
  })
}
