import { createInterface } from 'node:readline/promises'
import { text } from 'node:stream/consumers'
import { Writable } from 'node:stream'
import type { Command } from 'commander'
import { SluiceError } from '../../../../src-shared/contract/errors.ts'
import { prepareDataFolder } from '../../data-folder.ts'
import { openApiKey } from '../../api-key.ts'
import type { CliContext, Runs, Verb } from '../context.ts'
import { SOURCES } from '../doctor-api-checks.ts'
import { EXIT } from '../exit-codes.ts'
import { noLogger } from '../no-logger.ts'

/** A key is never an argument: arguments are seen by every process and kept in the shell's history. */
export function addKey(config: Command, runs: Runs): void {
  const key = config.command('key').description("the API key: in this computer's keyring, or a file only you can read")
  key.command('set').description('save a key: typed without echo, or from stdin').action(runs(set))
  key.command('clear').description('forget the saved key').action(runs(clear))
  key.command('show').description('where the key comes from, and its last four characters').action(runs(show))
}

const set: Verb = async (context) => {
  const given = (await readSecret()).trim()
  if (!/^\S{8,}$/.test(given)) {
    throw new SluiceError('usage', `expected a key on one line, came ${given === '' ? 'nothing' : 'something else'}`)
  }
  const key = await open(context)
  await key.set(given)
  return show(context, [], {})
}

const clear: Verb = async (context) => {
  const key = await open(context)
  await key.clear()
  return show(context, [], {})
}

const show: Verb = async (context) => {
  const key = await open(context)
  const shown = await key.describe()
  const { out, json } = context
  if (json) out.json({ key: shown })
  else if (shown === null) out.line('There is no key: the offline finder serves.')
  else
    out.line(`There is a key${shown.ending === '' ? '' : ` ending in ${shown.ending}`}, from ${SOURCES[shown.source]}.`)
  return EXIT.done
}

/** Its warning, that a key lies in a file, is for the person who sets it there. */
function open({ namedFolder, out }: CliContext) {
  return openApiKey(prepareDataFolder(namedFolder), { ...noLogger, warn: out.note })
}

async function readSecret(): Promise<string> {
  if (!process.stdin.isTTY) return text(process.stdin)
  const mute = new Writable({ write: (_chunk, _encoding, done) => done() })
  process.stderr.write('API key (not shown): ')
  const lines = createInterface({ input: process.stdin, output: mute, terminal: true })
  try {
    return await lines.question('')
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}
