import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { SluiceError } from '../../../src-shared/contract/errors.ts'
import { namedPaths, readHandOver, takeNamed } from './hand-over.ts'

it('finds the documents of a command line beside the entry file and switches', () => {
  const folder = resolve('/papers')
  const named = [resolve('/papers/a b.pdf'), resolve('/more')]
  expect(
    namedPaths(['electron', '--no-sandbox', 'out/main.js', 'a b.pdf', '--x=1', resolve('/more')], false, folder),
  ).toEqual(named)
  expect(namedPaths(['/opt/sluice', 'a b.pdf', resolve('/more')], true, folder)).toEqual(named)
  expect(namedPaths(['electron', 'out/main.js'], false, folder)).toEqual([])
})

it('reads what another start said, and nothing into what is no list of paths', () => {
  expect(readHandOver({ paths: ['/a.pdf'] })).toEqual({ paths: ['/a.pdf'] })
  for (const said of [undefined, null, 'x', { paths: 'x' }, { paths: [1] }])
    expect(readHandOver(said)).toEqual({ paths: [] })
})

it('tells what was not added, also where the engine takes nothing: work goes on all the same', async () => {
  const full = new SluiceError('queue_full', 'expected at most 1 documents in the queue')
  const api = { call: () => Promise.reject(full) }
  expect(await takeNamed(api, [import.meta.filename])).toEqual([`${full.message} ${full.remedy}`])
  expect(await takeNamed(api, [resolve('/no/such.pdf')])).toEqual([expect.stringContaining('such.pdf')])
})
