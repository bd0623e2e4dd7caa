import type { Command } from 'commander'
import { SluiceError } from '../../../../src-shared/contract/errors.ts'
import type { SettingRow } from '../../../../src-shared/contract/commands.ts'
import type { CliContext, Runs, Verb } from '../context.ts'
import { EXIT } from '../exit-codes.ts'
import { nearest } from '../../nearest.ts'
import { settingNamed } from '../../run-settings.ts'
import { noticeLines } from '../retention-lines.ts'
import { formatTable } from '../table.ts'
import { addKey } from './key.ts'

export function addConfig(program: Command, runs: Runs): void {
  const config = program
    .command('config')
    .description('settings: value, source, bounds, meaning; get names the default and the variable too')
    .action(runs(list))
  config.command('list').description('all settings').action(runs(list))
  config.command('get').description('one setting').argument('<name>').action(runs(get))
  config.command('set').description('save a setting').argument('<name>').argument('<value>').action(runs(set))
  config.command('unset').description('take a saved setting back').argument('<name>').action(runs(unset))
  addKey(config, runs)
  // An unknown word after `config` comes to `list`, which knows the nearest right one. Last, since commands inherit it.
  config.allowExcessArguments()
}

const WORDS = ['list', 'get', 'set', 'unset', 'key']

const list: Verb = async ({ out, json, use }, [word]) => {
  if (word !== undefined) {
    const near = nearest(word, WORDS)
    throw new SluiceError('usage', `config has no "${word}"${near === null ? '' : `; did you mean ${near}?`}`)
  }
  const answer = await use((session) => session.call('config.get', {}))
  if (json) out.json(answer)
  else {
    const rows = answer.settings.map((row) => [row.name, valueOf(row), row.source, row.bounds, row.about])
    const columns = ['Setting', 'Value', 'From', 'Bounds', 'Meaning'].map((head) => ({ head }))
    for (const line of formatTable(columns, rows)) out.line(line)
  }
  return EXIT.done
}

const get: Verb = async ({ out, json, use }, [name = '']) => {
  const known = settingNamed(name)
  const { settings } = await use((session) => session.call('config.get', {}))
  const row = settings.find((setting) => setting.name === known) as SettingRow
  if (json) out.json(row)
  else print(out, row)
  return EXIT.done
}

const set: Verb = (context, [name = '', value = '']) => save(context, name, value)
const unset: Verb = (context, [name = '']) => save(context, name, null)

async function save({ out, json, use }: CliContext, name: string, value: string | null) {
  const known = settingNamed(name)
  const { row, notice } = await use(async (session) => {
    const row = await session.call('config.set', { name: known, value })
    const retention = known === 'keepAnswersDays' || known === 'keepFilesDays'
    return { row, notice: retention ? noticeLines(known, await session.call('retention.get', {})) : [] }
  })
  if (json) out.json(row)
  else {
    print(out, row)
    for (const line of notice) out.line(line)
    if (value !== null && (row.source === 'environment' || row.source === 'flag')) {
      out.note(`Saved, but the ${row.source} says ${row.value} and wins for now.`)
    }
  }
  return EXIT.done
}

function print(out: CliContext['out'], row: SettingRow): void {
  out.line(`${row.name} = ${valueOf(row)} (${row.source}; default ${row.default})`)
  out.line(`  ${row.about}`)
  out.line(`  ${row.bounds}; ${row.environment}`)
}

function valueOf(row: SettingRow): string {
  return row.unit === '' || typeof row.value === 'string' ? `${row.value}` : `${row.value} ${row.unit}`
}
