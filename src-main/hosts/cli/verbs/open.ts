import type { Command } from 'commander'
import { SluiceError } from '../../../../src-shared/contract/errors.ts'
import { openInBrowser } from '../browser.ts'
import type { CliContext, Runs, Verb } from '../context.ts'
import type { ExitCode } from '../exit-codes.ts'
import { findElectron } from '../find-electron.ts'
import { runElectron } from '../run-electron.ts'
import { nearest } from '../../nearest.ts'
import { workBehindWindow } from '../window-host.ts'
import { COMMAND } from '../wording.ts'
import { portOption } from './serve.ts'

/** What a start without a verb does. Words it does not know come here too, since it is the verb when none is named. */
export function addOpen(program: Command, runs: Runs): void {
  const verbs = program.commands.map((verb) => verb.name())
  const command = program
    .command('open', { isDefault: true })
    .description('open the window, and work the queue until Ctrl-C: what a start without a verb does')
    .addOption(portOption())
    .option('--web', 'in a browser, even where the desktop app could open')
    .allowUnknownOption()
    .allowExcessArguments()
    .action(
      runs((context, args, options) => {
        const flags = [...program.options, ...command.options].flatMap((option) => option.long ?? [])
        rejectUnknown(args, { verb: verbs, option: flags })
        return open(context, args, options)
      }),
    )
}

const open: Verb = async (context, _args, options) => {
  const { out, namedFolder } = context
  // A port is a browser's, and JSON a script's.
  const inBrowser = options['web'] === true || options['port'] !== undefined || context.json
  const ended = inBrowser ? null : await openDesktop(context)
  if (ended !== null) return ended
  return workBehindWindow(context, {
    port: (options['port'] as number | undefined) ?? null,
    alone: false,
    async opened({ session, address, folder, host, signal }) {
      if (context.json) out.json({ address, origin: host.origin, folder, pid: process.pid })
      else out.line(`Open this address in a browser; it works once, within ten minutes: ${address}`)
      out.note(
        session.owner.mine
          ? `Sluice works on ${namedFolder} until Ctrl-C. Verbs for the terminal: ${COMMAND} --help`
          : `Process ${session.owner.pid} works on ${namedFolder}; this window shows its work until Ctrl-C.`,
      )
      openInBrowser(address, signal)
    },
  })
}

/** The desktop app; null where it cannot open, with the reason told. */
async function openDesktop({ out, namedFolder, flags }: CliContext): Promise<ExitCode | null> {
  const found = await findElectron()
  const ended = found.binary === null ? null : await runElectron({ binary: found.binary, folder: namedFolder, flags })
  if (ended === null) {
    out.note(`The window opens in a browser: ${found.binary === null ? found.reason : 'Electron broke down'}.`)
  }
  return ended
}

function rejectUnknown(args: readonly string[], words: Record<'verb' | 'option', readonly string[]>): void {
  const word = args[0]?.replace(/=.*/, '')
  if (word === undefined) return
  const kind = word.startsWith('-') ? 'option' : 'verb'
  const near = nearest(word, words[kind])
  throw new SluiceError('usage', `there is no ${kind} "${word}"${near === null ? '' : `; did you mean ${near}?`}`)
}
