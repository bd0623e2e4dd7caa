import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cannotRun, Desktop, engineOutside, ON } from '../hosts/desktop.ts'
import { largePdf, writeFiles } from '../hosts/documents.ts'
import type { ReportJson } from '../hosts/json-shapes.ts'
import { HELD_MEGABYTES, watchMemory } from '../hosts/memory.ts'
import { SAMPLES } from '../hosts/samples.ts'
import { until } from '../hosts/until.ts'
import { Workplace } from '../hosts/workplace.ts'

/** Nobody listens there: the lane waits for the API, and the queue with it. */
const NO_API = { api: 'http://127.0.0.1:9', key: 'sk-ant-journey' }

async function documents(desk: Workplace): Promise<ReportJson['documents']> {
  return (await desk.json<ReportJson>(['report'])).documents
}

describe.skipIf(cannotRun)(`the desktop window ${ON}`, () => {
  it('opens empty, and reads the samples into a graph without a key', async () => {
    const desk = await Workplace.forTest()
    await using desktop = await Desktop.open(desk)
    await desktop.page.getByRole('button', { name: /samples/ }).click()
    const read = await until(async () => {
      const all = await documents(desk)
      return all.length === 3 && all.every(({ state }) => state === 'completed') ? all : null
    })
    expect(read.map(({ costUsd, gaps }) => ({ costUsd, gaps }))).toEqual(
      Array.from({ length: 3 }, () => ({ costUsd: 0, gaps: [] })),
    )
    const graph = await desk.json<Record<string, unknown>>(['graph', 'stats'])
    for (const count of ['episodes', 'entities', 'mentions']) expect(graph[count]).toBeGreaterThan(0)
    await desktop.page.getByText('Annual message 1901.pdf').first().waitFor()
  })

  it('takes dropped files and folders by their paths, and says what it could not take', async () => {
    const desk = await Workplace.forTest()
    await using desktop = await Desktop.open(desk)
    const file = join(desk.documents, 'One.pdf')
    const folder = join(desk.documents, 'More', 'Below')
    const empty = join(desk.documents, 'Nothing')
    await mkdir(folder, { recursive: true })
    await mkdir(empty)
    await cp(SAMPLES.small, file)
    await cp(SAMPLES.middle, join(folder, 'Two.pdf'))
    await desktop.page.getByText('Drop files or whole folders here').waitFor()
    await desktop.drop(file, join(desk.documents, 'More'), empty)
    const taken = await until(async () => {
      const all = await documents(desk)
      return all.length === 2 && all.every(({ state }) => state === 'completed') ? all : null
    })
    expect(taken.map(({ path }) => path).toSorted()).toEqual([join(folder, 'Two.pdf'), file])
    await desktop.page.getByText('Nothing', { exact: false }).first().waitFor()
  })

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
})
