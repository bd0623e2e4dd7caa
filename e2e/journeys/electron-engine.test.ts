import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startApi, WIDE_LIMITS } from '../hosts/api.ts'
import { cannotRun, Desktop, engineOutside, ON } from '../hosts/desktop.ts'
import { largePdf, writeFiles } from '../hosts/documents.ts'
import type { ReportJson } from '../hosts/json-shapes.ts'
import { HELD_MEGABYTES, watchMemory } from '../hosts/memory.ts'
import { SAMPLES } from '../hosts/samples.ts'
import { until } from '../hosts/until.ts'
import { Workplace } from '../hosts/workplace.ts'
import { shownTotals, totalsOf } from '../pages/phase-table.ts'

/** Nobody listens there: the lane waits for the API, and the queue with it. */
const NO_API = { api: 'http://127.0.0.1:9', key: 'sk-ant-journey' }

async function documents(desk: Workplace): Promise<ReportJson['documents']> {
  return (await desk.json<ReportJson>(['report'])).documents
}

describe.skipIf(cannotRun)(`the desktop window and its engine ${ON}`, () => {
  it.skipIf(engineOutside)(
    'asks once what closing means while work waits: stay, work on unseen, or stop with the queue kept',
    async () => {
      const desk = await Workplace.forTest(NO_API)
      await using desktop = await Desktop.open(desk)
      await desktop.page.getByRole('navigation').waitFor()
      await desk.run('ingest', '--no-wait', SAMPLES.small)

      await desktop.answerQuestions(2)
      await desktop.closeWindow()
      await until(() => desktop.questionsAsked())
      expect(await desktop.isVisible()).toBe(true)

      await desktop.answerQuestions(0)
      await desktop.closeWindow()
      await until(async () => !(await desktop.isVisible()))
      expect(await desktop.questionsAsked()).toBe(1)
      expect((await desk.json<{ size: number }>(['queue'])).size).toBe(1)

      const second = join(desk.documents, 'Second.pdf')
      await cp(SAMPLES.middle, second)
      expect(await desktop.openAgain(second)).toBe(0)
      await until(() => desktop.isVisible())
      await until(async () => (await documents(desk)).some(({ path }) => path === second))

      await desktop.answerQuestions(1)
      const ended = desktop.ended()
      // The program may be gone before it has answered.
      await desktop.closeWindow().catch(() => undefined)
      expect(await ended).toBe(0)
      expect((await desk.json<{ size: number }>(['queue'])).size).toBe(2)
    },
  )

  it('closes without a question where nothing waits', async () => {
    const desk = await Workplace.forTest()
    await using desktop = await Desktop.open(desk)
    await desktop.page.getByRole('navigation').waitFor()
    await desktop.answerQuestions(2)
    const ended = desktop.ended()
    await desktop.closeWindow().catch(() => undefined)
    expect(await ended).toBe(0)
  })

  it.skipIf(engineOutside || process.platform !== 'linux')(
    'stands beside an engine that owns the folder without loading the database, takes its place when it ends, and 100 MB without holding them',
    async () => {
      const desk = await Workplace.forTest()
      const serve = desk.start('serve')
      await serve.says(/works on/)
      await using desktop = await Desktop.open(desk)
      await desktop.page.getByText('Drop files or whole folders here').waitFor()
      await desktop.drop(SAMPLES.small)
      await desktop.page.getByText('Annual message 1800.pdf').first().waitFor()
      expect(await desktop.ownsEngine()).toBe(false)

      await serve.kill('SIGKILL')
      await until(() => desktop.ownsEngine())
      await desktop.drop(SAMPLES.middle)
      await until(async () => {
        const all = await documents(desk)
        return all.length === 2 && all.every(({ state }) => state === 'completed')
      })
      await desktop.page.getByText('Annual message 1901.pdf').first().waitFor()

      const large = join(desk.documents, 'Large.pdf')
      await writeFiles({ [large]: await largePdf(100_000_000) })
      const memory = await watchMemory(await desktop.mainPid())
      await desktop.drop(large)
      await desktop.page.getByText('3 documents, all ended').waitFor()
      expect(await memory.stop()).toBeLessThan(HELD_MEGABYTES)
      expect((await documents(desk))[2]).toMatchObject({ path: large, state: 'completed', pages: 1 })
    },
  )

  it('a pause outlives the program; started again it resumes, and tells exactly what was billed', async () => {
    const api = await startApi(1, { limits: WIDE_LIMITS, latency: { baseMs: 100 } })
    const desk = await Workplace.forTest({ api: api.url, key: NO_API.key, windowSeconds: 1 })
    {
      await using desktop = await Desktop.open(desk)
      const { page } = desktop
      await page.getByText('Drop files or whole folders here').waitFor()
      await desktop.drop(SAMPLES.middle)
      await until(() => api.bill().answered > 2)
      await page.getByRole('button', { name: 'Pause', exact: true }).click()
      await page.getByRole('button', { name: 'Resume', exact: true }).waitFor()
      await until(() => api.bill().inFlight === 0)
      await desktop.answerQuestions(1)
      const ended = desktop.ended()
      await desktop.closeWindow().catch(() => undefined)
      expect(await ended).toBe(0)
    }
    const paid = api.bill().answered

    await using desktop = await Desktop.open(desk)
    const { page } = desktop
    const resume = page.getByRole('button', { name: 'Resume', exact: true })
    await resume.waitFor()
    expect(await page.getByRole('contentinfo').innerText()).toContain('Paused')
    expect(api.bill().answered).toBe(paid)
    await resume.click()
    await page.getByText('1 document, all ended').waitFor()
    await page.getByRole('grid').getByTitle('Annual message 1901.pdf', { exact: true }).dblclick()
    const shown = await shownTotals(page)
    const bill = api.bill()
    expect(shown).toEqual(totalsOf(bill))
    const { totals } = await desk.json<ReportJson>(['report'])
    expect(bill).toMatchObject({ answered: totals.calls.answered, askedTwice: 0, refusedByLimits: 0 })
    expect(Math.round(totals.costUsd * 1e6)).toBe(bill.costMicroUsd)
  })
})
