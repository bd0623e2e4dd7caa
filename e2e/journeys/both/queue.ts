import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startApi, WIDE_LIMITS } from '../../hosts/api.ts'
import { writeFiles } from '../../hosts/documents.ts'
import { SAMPLES } from '../../hosts/samples.ts'
import type { WindowHost } from '../../hosts/window.ts'
import { Workplace } from '../../hosts/workplace.ts'

const KEY = 'sk-ant-journey'
const FINISHING = 'Finishing, then pausing'

export function journeysOfTheQueue({ open }: WindowHost): void {
  it('says from the click on that it pauses after this document, and lets that be taken back', async ({ skip }) => {
    // No document ends before the test lets it.
    const api = await startApi(1, { limits: WIDE_LIMITS, keys: {} })
    const desk = await Workplace.forTest({ api: api.url, key: KEY, windowSeconds: 1 })
    const { page, drop, uncaught } = await open(desk, skip)
    const bar = page.getByRole('contentinfo')
    const row = page.getByRole('row').filter({ hasText: '1800.pdf' })
    await drop(SAMPLES.small, SAMPLES.middle)
    const finish = async () => {
      await page.getByRole('button', { name: 'More ways to pause' }).click()
      await page.getByRole('menuitem', { name: 'Finish this document, then pause' }).click()
      await page.getByRole('status').filter({ hasText: FINISHING }).waitFor()
      await bar.getByText(FINISHING).waitFor()
    }
    await row.getByText('held: key rejected').waitFor()
    await finish()
    await row.getByText('then the queue pauses').waitFor()
    expect((await desk.run('queue')).stdout).toMatch(/finishing Annual message 1800\.pdf, then pausing; .*resume/)

    await page.getByRole('button', { name: 'Do not pause' }).click()
    await bar.getByText('Waiting', { exact: true }).waitFor()
    await finish()
    api.allowKey('ours', KEY)
    await page.getByRole('button', { name: 'Try now' }).click()
    await page.getByRole('button', { name: 'Resume' }).waitFor()
    await bar.getByText('Paused').waitFor()
    expect(api.bill().answered).toBe(3)
    expect(await row.innerText()).toContain('completed')
    expect(uncaught).toEqual([])
  })

  it('sorts by the heads of its columns, and keeps the search while rows are chosen', async ({ skip }) => {
    const desk = await Workplace.forTest()
    const names = Array.from({ length: 21 }, (_, i) => `Report ${21 - i}.pdf`)
    await writeFiles(Object.fromEntries(names.map((name, i) => [join(desk.documents, name), `%PDF ${'x'.repeat(i)}`])))
    await desk.json(['pause'])
    await desk.json(['ingest', ...names.map((name) => join(desk.documents, name))], 3)
    const { page, uncaught } = await open(desk, skip)
    const grid = page.getByRole('grid', { name: 'Documents' })
    const firstIs = (name: string) => grid.getByRole('row').nth(1).getByTitle(name, { exact: true }).waitFor()
    const head = (name: string) => grid.getByRole('columnheader', { name })
    await firstIs('Report 21.pdf')
    expect(await head('Position in the queue').getAttribute('aria-sort')).toBe('ascending')

    await head('Document').getByRole('button').focus()
    await page.keyboard.press('Enter')
    await firstIs('Report 1.pdf')
    expect(await head('Document').getAttribute('aria-sort')).toBe('ascending')
    await page.keyboard.press('Enter')
    await firstIs('Report 21.pdf')
    expect(await head('Document').getAttribute('aria-sort')).toBe('descending')
    await page.reload()
    await firstIs('Report 21.pdf')
    expect(await head('Document').getAttribute('aria-sort')).toBe('descending')

    await grid.focus()
    await page.keyboard.press('ArrowDown')
    await page.getByRole('toolbar', { name: 'Chosen documents' }).getByText('1 chosen').waitFor()
    await page.getByRole('searchbox', { name: 'Find a document by name' }).fill('report 7')
    await firstIs('Report 7.pdf')
    expect(uncaught).toEqual([])
  })
}
