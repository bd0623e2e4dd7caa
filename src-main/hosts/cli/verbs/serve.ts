import type { Command } from 'commander'
import { SluiceError } from '../../../../src-shared/contract/errors.ts'
import type { Runs, Verb } from '../context.ts'
import { EXIT } from '../exit-codes.ts'
import { catchInterrupts } from '../interrupts.ts'
import { COMMAND } from '../wording.ts'

export function addServe(program: Command, runs: Runs): void {
  program
    .command('serve')
    .description('work the queue until a signal; other terminals talk to it with the same verbs')
    .action(runs(serve))
}

/** No progress is drawn: what happens is told by `queue`, and line by line here. */
const serve: Verb = async (context) => {
  const { out } = context
  const interrupts = catchInterrupts(() => out.note('Stopping: calls in flight land first. Again to stop at once.'))
  const session = await context.open('work')
  try {
    if (!session.owner.mine) {
      throw new SluiceError(
        'usage',
        `expected ${context.namedFolder} to be free, came process ${session.owner.pid}, which works on it already`,
        { remedy: `Hand documents over to it with: ${COMMAND} ingest PATH. Or name another folder with --data.` },
      )
    }
    const { provider } = await session.call('queue.progress', {})
    out.note(`Sluice works on ${context.namedFolder} (process ${process.pid}, provider ${provider}). Ctrl-C ends it.`)
    for await (const event of session.events(interrupts.signal)) {
      if (event.type === 'activity') out.note(event.data.text)
    }
    await session.stop()
    if (context.json) out.json({ stopped: true })
    return interrupts.exitCode ?? EXIT.incomplete
  } finally {
    await session.close()
  }
}
