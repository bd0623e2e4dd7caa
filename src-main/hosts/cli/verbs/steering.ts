import { Option, type Command } from 'commander'
import type { CommandInput, CommandName } from '../../../../src-shared/contract/commands.ts'
import type { PauseState } from '../../../../src-shared/contract/schemas.ts'
import { PHASES, type Phase } from '../../../../src-shared/model/phase.ts'
import type { Session } from '../../session.ts'
import type { CliContext, Runs, Verb } from '../context.ts'
import { EXIT } from '../exit-codes.ts'
import { addLetterChoice, letterChoice } from '../letter-options.ts'
import { deletionLines } from '../deletion-lines.ts'
import { retryLines } from '../retry-lines.ts'
import { COMMAND } from '../wording.ts'

const phaseOption = (about: string) => new Option('--phase <phase>', about).choices(PHASES)

/** The verbs that change what the queue does. */
export function addSteering(program: Command, runs: Runs): void {
  program
    .command('pause')
    .description('send nothing new; what is in flight lands. Stays until resume')
    .addOption(phaseOption('only this phase'))
    .option('--finish-document', 'stop when the document being worked on has ended')
    .action(runs(pause))
  program
    .command('resume')
    .description('go on after a pause')
    .addOption(phaseOption('only this phase'))
    .action(runs(resume))
  addLetterChoice(
    program
      .command('retry')
      .description('work again on what failed: everything, one document, its gaps, or one page or chunk alone')
      .argument('[document]', 'id, beginning of an id, or name')
      .addOption(phaseOption('from this phase on'))
      .option('--gaps', 'only what was lost: failed pages and chunks'),
  )
    .option('--discarded', 'what was discarded, and nothing else')
    .option('--pay', 'from a phase on, though answers were removed (keepAnswersDays) and are paid again')
    .action(runs(retry))
  program
    .command('cancel')
    .description('take a document out of the queue; what it has found stays')
    .argument('<document>', 'id, beginning of an id, or name')
    .action(runs(cancel))
  program
    .command('delete')
    .description('remove a document with its text, facts and answers; what was paid stays in the ledger')
    .argument('<document>', 'id, beginning of an id, or name')
    .action(runs(remove))
}

async function ask<K extends CommandName>(context: CliContext, name: K, input: CommandInput<K>) {
  const answer = await context.use((session) => session.call(name, input))
  if (context.json) context.out.json(answer)
  return answer
}

const pause: Verb = async (context, _args, options) => {
  const input = { ...phaseOf(options), finishDocument: options['finishDocument'] === true }
  describePauses(context, await ask(context, 'queue.pause', input))
  return EXIT.done
}

const resume: Verb = async (context, _args, options) => {
  describePauses(context, await ask(context, 'queue.resume', phaseOf(options)))
  return EXIT.done
}

const retry: Verb = async (context, [document], options) => {
  const chosen = letterChoice(document, options)
  const discarded = options['discarded'] === true
  const gaps = options['gaps'] === true || chosen.gap !== undefined
  const input = { ...chosen, ...phaseOf(options), gaps, discarded, pay: options['pay'] === true }
  await context.use(async (session) => {
    const { documents } = await session.call('queue.retry', input)
    // Documents and gaps were discarded alike.
    if (discarded && !gaps) documents.push(...(await session.call('queue.retry', { ...input, gaps: true })).documents)
    if (context.json) return context.out.json({ documents })
    const withGaps = documents.length > 0 ? 0 : await countWithGaps(session, document)
    for (const line of retryLines(documents.length, { ...chosen, gaps, discarded, withGaps })) context.out.line(line)
  })
  return EXIT.done
}

async function countWithGaps(session: Session, document: string | undefined): Promise<number> {
  const documents =
    document === undefined
      ? (await session.call('report.get', {})).documents
      : [await session.call('report.document', { document })]
  return documents.filter(({ gaps }) => gaps.some(({ discarded }) => !discarded)).length
}

const cancel: Verb = async (context, [document = '']) => {
  const { name, cancelled } = await ask(context, 'queue.cancel', { document })
  if (!context.json)
    context.out.line(cancelled ? `${name} is cancelled.` : `${name} has ended already; nothing was changed.`)
  return EXIT.done
}

const remove: Verb = async (context, [document = '']) => {
  const deleted = await ask(context, 'documents.delete', { document })
  if (!context.json) for (const line of deletionLines(deleted)) context.out.line(line)
  return EXIT.done
}

function phaseOf(options: Record<string, unknown>): { phase?: Phase } {
  return options['phase'] === undefined ? {} : { phase: options['phase'] as Phase }
}

function describePauses({ json, out }: CliContext, paused: PauseState): void {
  if (json) return
  if (paused.finishing !== null) out.line(`Finishing this document, then pausing. Take it back with: ${COMMAND} resume`)
  else if (paused.all) out.line(`Paused. Go on with: ${COMMAND} resume`)
  else if (paused.phases.length > 0) out.line(`Paused phases: ${paused.phases.join(', ')}.`)
  else out.line('Nothing is paused.')
}
