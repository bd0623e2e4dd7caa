import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { prose, writeFiles } from '../../hosts/documents.ts'
import { recognisedScan, SCAN_KINDS } from '../../hosts/scans.ts'
import { until } from '../../hosts/until.ts'
import type { WindowHost } from '../../hosts/window.ts'
import { Workplace } from '../../hosts/workplace.ts'

/** Which half of the page is dark while the other is light; a picture that could not be decoded leaves both light. */
function darkHalf(page: Page): Promise<'left' | 'right' | null> {
  return page
    .getByRole('region', { name: 'The page' })
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => {
      const { width, height } = canvas
      const grey = (x: number) => canvas.getContext('2d')?.getImageData(x * width, 0.5 * height, 1, 1).data[0]
      const [left, right] = [grey(0.25), grey(0.75)]
      if (left === 0 && right === 255) return 'left'
      return left === 255 && right === 0 ? 'right' : null
    })
}

export function journeysThroughScans({ open }: WindowHost): void {
  it('draws scanned pages, whose pictures have codecs of their own', async ({ skip }) => {
    const desk = await Workplace.forTest()
    const path = join(desk.documents, 'Scan.pdf')
    await writeFiles({ [path]: recognisedScan(prose('the scanner'), SCAN_KINDS) })
    const { page, drop, uncaught } = await open(desk, skip)
    await drop(path)
    await page.getByText('1 document, all ended').waitFor()
    await page.getByRole('grid').getByTitle('Scan.pdf', { exact: true }).dblclick()
    await page.getByRole('grid', { name: 'Chunks' }).focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    for (const i of SCAN_KINDS.keys()) {
      await page.getByRole('heading', { name: `Page ${i + 1} of ${SCAN_KINDS.length}` }).waitFor()
      const dark = i % 2 === 0 ? 'left' : 'right'
      await until(async () => (await darkHalf(page)) === dark)
      await page.keyboard.press('ArrowRight')
    }
    expect(uncaught).toEqual([])
  })
}
