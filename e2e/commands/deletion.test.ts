import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { CommandOutput } from '../../src-shared/contract/commands.ts'
import { startApi, WIDE_LIMITS } from '../hosts/api.ts'
import type { IngestJson } from '../hosts/json-shapes.ts'
import { SAMPLES } from '../hosts/samples.ts'
import { Workplace } from '../hosts/workplace.ts'

/** Stands in the message of 1901 alone. */
const WORD = 'mckinley'

/** Files below the data folder in which the word stands as it is, in letters of any size. */
function placesOf(folder: string, word: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => readFileSync(path, 'latin1').toLowerCase().includes(word))
}

it('of a deleted document no byte of text is left but in the backups that are named, and its price is said', async () => {
  const api = await startApi(1, { limits: WIDE_LIMITS })
  const desk = await Workplace.forTest({ api: api.url, windowSeconds: 1, key: 'sk-ant-j' })
  await desk.json<IngestJson>(['ingest', SAMPLES.small, SAMPLES.middle])
  const database = join(desk.data, 'sluice.db')
  expect(placesOf(desk.data, WORD)).toContain(database)
  const { path } = await desk.json<CommandOutput<'backups.make'>>(['backup'])

  // What a person may have removed by its age is told before.
  const { settings } = await desk.json<CommandOutput<'config.get'>>(['config'])
  expect(settings.find(({ name }) => name === 'keepAnswersDays')?.value).toBe(0)
  const notice = await desk.run('config', 'set', 'keepAnswersDays', '0.000001')
  expect(notice.stdout).toMatch(/answers are older: asked again, the same texts would cost \$0\.\d+/)
  const doctor = await desk.run('doctor')
  expect(doctor.stdout).toMatch(/retention: answers are kept for .* older: asked again/)
  await desk.run('config', 'unset', 'keepAnswersDays')

  const before = await desk.json<CommandOutput<'report.get'>>(['report'])
  const deleted = await desk.json<CommandOutput<'documents.delete'>>(['delete', 'Annual message 1901.pdf'])
  expect(deleted.backups.map((backup) => backup.path)).toEqual([path])
  expect(placesOf(desk.data, WORD)).toEqual([path])
  const blobs = readdirSync(join(desk.data, 'blobs'), { recursive: true, withFileTypes: true })
  expect(blobs.filter((entry) => entry.isFile())).toHaveLength(1)
  const after = await desk.json<CommandOutput<'report.get'>>(['report'])
  expect(after.totals.costUsd).toBe(before.totals.costUsd)
  expect(after.totals.calls).toMatchObject({ answered: before.totals.calls.answered })

  const { costUsd, calls } = await desk.json<IngestJson>(['ingest', SAMPLES.middle])
  expect(calls.answered).toBe(deleted.erased.answers)
  expect(costUsd).toBeGreaterThan(0)
  expect(costUsd).toBeCloseTo(deleted.erased.costUsd, 2)
})
