import { createInterface } from 'node:readline/promises'
import { text } from 'node:stream/consumers'
import { Writable } from 'node:stream'
import type { Command } from 'commander'
import { SluiceError } from '../../../../src-shared/contract/errors.ts'
import { prepareDataFolder } from '../../data-folder.ts'
import { openApiKey } from '../../api-key.ts'
import type { CliContext, Runs, Verb } from '../context.ts'
import { EXIT } from '../exit-codes.ts'

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
  const key = await openApiKey(prepareDataFolder(context.namedFolder))
  await key.save(given)
  return await show(context, [], {})
}

const clear: Verb = async (context) => {
  await (await openApiKey(prepareDataFolder(context.namedFolder))).clear()
  return await show(context, [], {})
}

const show: Verb = async ({ out, json, namedFolder }: CliContext) => {
  const key = await (await openApiKey(prepareDataFolder(namedFolder))).read()
  const shown = key === null ? null : { source: key.source, ending: key.value.slice(-4) }
  if (json) out.json({ key: shown })
  else if (shown === null) out.line('There is no key: the offline finder serves.')
  else out.line(`There is a key ending in ${shown.ending} (from ${shown.source}).`)
  return EXIT.done
}

async function readSecret(): Promise<string> {
  if (!process.stdin.isTTY) return await text(process.stdin)
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
