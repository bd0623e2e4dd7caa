import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Browser, drop, serve } from '../hosts/browser.ts'
import { largePdf, writeFiles } from '../hosts/documents.ts'
import type { ReportJson } from '../hosts/json-shapes.ts'
import { HELD_MEGABYTES, watchMemory } from '../hosts/memory.ts'
import { SAMPLES } from '../hosts/samples.ts'
import { until } from '../hosts/until.ts'
import { Workplace } from '../hosts/workplace.ts'

it('takes a large file from the picker, shows how far it is, and reads it', async ({ skip }) => {
  const browser = await Browser.forTest(skip)
  const desk = await Workplace.forTest()
  const path = join(desk.documents, 'Large.pdf')
  const bytes = await largePdf(30_000_000)
  await writeFiles({ [path]: bytes })
  const page = await browser.open((await serve(desk)).address)

  // A slow line, so that the way can be seen; how long it takes is not judged.
  const session = await page.context().newCDPSession(page)
  const free = { offline: false, latency: 0, downloadThroughput: -1 }
  await session.send('Network.emulateNetworkConditions', { ...free, uploadThroughput: 12_000_000 })
  await page.getByLabel('Files to add').setInputFiles(path)
  const bar = page.getByRole('progressbar', { name: 'Large.pdf' })
  const seen = await until(async () => {
    const [now, max] = await Promise.all(['aria-valuenow', 'aria-valuemax'].map((name) => bar.getAttribute(name)))
    return Number(now) > 0 && Number(now) < Number(max) ? Number(max) : null
  })
  expect(seen).toBe(bytes.length)
  await page.getByText('1 document, all ended').waitFor()
  await bar.waitFor({ state: 'detached' })
  const { documents } = await desk.json<ReportJson>(['report'])
  expect(documents).toMatchObject([{ name: 'Large.pdf', state: 'completed', bytes: bytes.length, pages: 1 }])
  expect(browser.uncaught).toEqual([])
})

it.skipIf(process.platform !== 'linux')(
  'takes 100 MB that are dropped without holding them: the host grows by far less than the file',
  async ({ skip }) => {
    const browser = await Browser.forTest(skip)
    const desk = await Workplace.forTest()
    const path = join(desk.documents, 'Large.pdf')
    const bytes = await largePdf(100_000_000)
    await writeFiles({ [path]: bytes })
    const { server, address } = await serve(desk)
    const page = await browser.open(address)
    // What a first document brings into memory for good is none of the large one's.
    await drop(page, SAMPLES.small)
    await page.getByText('1 document, all ended').waitFor()
    const memory = await watchMemory(server.pid)
    await drop(page, path)
    await page.getByText('2 documents, all ended').waitFor()
    const grown = await memory.stop()
    const { documents } = await desk.json<ReportJson>(['report'])
    expect(documents[1]).toMatchObject({ name: 'Large.pdf', state: 'completed', bytes: bytes.length, pages: 1 })
    expect(grown).toBeLessThan(HELD_MEGABYTES)
    expect(browser.uncaught).toEqual([])
  },
)
