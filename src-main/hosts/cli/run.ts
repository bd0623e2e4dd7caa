import { CommanderError, type Command } from 'commander'
import { asSluiceError, SluiceError } from '../../../src-shared/contract/errors.ts'
import { createContext, type Runs } from './context.ts'
import { EXIT, exitCodeOf, type ExitCode } from './exit-codes.ts'
import { createOutput } from './output.ts'
import { createProgram } from './program.ts'
import { formatError } from './wording.ts'

/** Runs one command line; resolves with its exit code when all output has left. Never rejects. */
export async function runCli(args: readonly string[]): Promise<ExitCode> {
  const out = createOutput()
  const json = args.includes('--json')
  let exitCode: ExitCode = EXIT.done
  const runs: Runs =
    (verb) =>
    async (...given) => {
      const command = given.at(-1) as Command
      exitCode = await verb(createContext(command, out), command.args, command.opts())
    }
  const fail = (error: SluiceError): void => {
    out.note(formatError(error.info))
    if (json) out.json({ error: error.info })
    exitCode = exitCodeOf(error.code)
  }
  const program = createProgram(runs)
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) fail(asSluiceError(thrown))
    // Help and version come this way too. What was wrong has been told, with the nearest right word.
    else if (thrown.exitCode !== 0) {
      if (json) out.json({ error: new SluiceError('usage', usageMessage(thrown)).info })
      exitCode = EXIT.usage
    }
  }
  await out.flush()
  return exitCode
}

function usageMessage(error: CommanderError): string {
  // A group of verbs without one of them: its help has been told.
  if (error.code === 'commander.help') return 'expected one more verb behind this one, came none; --help lists them'
  return error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ')
}
