import { expect, it } from 'vitest'
import { COMMANDS, type CommandName } from '../../src-shared/contract/commands.ts'
import { wrongInput } from './wrong-input.ts'

it.each<[CommandName, input: unknown, said: string]>([
  ['jobs.list', { limit: 99_999 }, 'expected at most 10000 as limit, came 99999'],
  ['jobs.list', { limit: NaN }, 'expected a number as limit, came NaN'],
  ['jobs.list', { limit: 1.5 }, 'expected a whole number as limit, came 1.5'],
  ['jobs.list', { limit: null }, 'expected a number as limit, came null'],
  [
    'jobs.list',
    { phase: 'reading' },
    'expected one of ingestion, extraction, chunking, kg_ingest as phase, came a text of 7 characters',
  ],
  ['graph.search', { query: '' }, 'expected at least 1 characters as query, came a text of 0 characters'],
  ['graph.search', {}, 'expected a text as query, came nothing'],
  ['queue.get', { ended: 'yes' }, 'expected true or false as ended, came a text of 3 characters'],
  ['queue.get', [], 'expected an object, came a list of 0'],
  [
    'documents.add',
    { files: [{ path: 'a', bytes: -1, modifiedMs: 1 }] },
    'expected at least 0 as files.0.bytes, came -1',
  ],
  [
    'documents.add',
    { files: Array.from({ length: 1001 }, () => ({ path: 'a', bytes: 1, modifiedMs: 1 })) },
    'expected at most 1000 entries as files, came a list of 1001',
  ],
  ['letters.list', { cursor: 'x' }, 'expected a value of another form as cursor, came a text of 1 characters'],
  ['key.set', { key: 's'.repeat(501) }, 'expected at most 500 characters as key, came a text of 501 characters'],
])('%s of %j: what was expected and what came, no word of a text', (name, input, said) => {
  const parsed = COMMANDS[name].input.safeParse(input)
  expect(wrongInput(parsed.error?.issues ?? [], input)).toBe(said)
})
