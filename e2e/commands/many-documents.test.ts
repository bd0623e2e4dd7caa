import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { CommandOutput } from '../../src-shared/contract/commands.ts'
import { writeFiles } from '../hosts/documents.ts'
import type { IngestJson } from '../hosts/json-shapes.ts'
import { Workplace } from '../hosts/workplace.ts'

const MANY = 10_000

it('ten thousand documents are queued in order, and none twice when the folder is added again', async () => {
  const desk = await Workplace.forTest()
  const names = Array.from({ length: MANY }, (_, i) => `${String(i + 1).padStart(5, '0')}.pdf`)
  await writeFiles(Object.fromEntries(names.map((name) => [join(desk.documents, name), `%PDF ${name}`])))
  await desk.json(['pause'])
  const first = await desk.json<IngestJson>(['ingest', desk.documents], 3)
  expect(first).toMatchObject({ added: MANY, already: 0, documentsLeft: MANY })
  const queue = await desk.json<CommandOutput<'queue.get'>>(['queue'])
  expect(queue).toMatchObject({ state: 'paused', size: MANY })
  expect(queue.documents.map(({ name }) => name)).toEqual(names)
  const again = await desk.json<IngestJson>(['ingest', desk.documents], 3)
  expect(again).toMatchObject({ added: 0, already: MANY, documentsLeft: MANY })
  expect((await desk.json<CommandOutput<'queue.get'>>(['queue'])).size).toBe(MANY)
})
