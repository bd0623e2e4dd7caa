import { expect, it } from 'vitest'
import type { SpawnWorker, WorkerExit } from '../../engine/ports.ts'
import { checkFinder, checkReader } from './doctor-worker-checks.ts'

/** Starts nothing that lives: each process ends so at once. With ones that live, doctor is tried as a whole. */
const ending =
  (exit: WorkerExit): SpawnWorker =>
  () => ({
    pid: undefined,
    send() {},
    onMessage() {},
    onExit: (listener) => void setImmediate(listener, exit),
    kill() {},
  })

it.each([
  ['reader', checkReader, 'ended by code 1'],
  ['finder', checkFinder, 'ended (code 1)'],
] as const)('a %s that ends at once is a broken installation', async (_, look, message) => {
  const found = await look(ending(1))
  expect(found).toMatchObject({ ok: false, message: expect.stringContaining(message) })
  expect(found.remedy).toContain('installs the packages anew')
})

it.each([
  ['reader', checkReader],
  ['finder', checkFinder],
] as const)('a %s that cannot be started is a busy computer', async (_, look) => {
  const found = await look(ending('not started'))
  expect(found).toMatchObject({ ok: false, message: expect.stringContaining('none could be started') })
  expect(found.remedy).toContain('close some')
})
