import { Option, type Command } from 'commander'
import { JOB_STATUSES, PHASES } from '../../../../src-shared/model/phase.ts'
import type { CommandInput, CommandOutput } from '../../../../src-shared/contract/commands.ts'
import type { CliContext, Runs, Verb } from '../context.ts'
import { EXIT } from '../exit-codes.ts'
import { limitOption } from '../limit-option.ts'
import { formatTable } from '../table.ts'
import { COMMAND, counted, cutMiddle, formatCost, formatCount } from '../wording.ts'

export function addQueue(program: Command, runs: Runs): void {
  program
    .command('queue')
    .description('documents that wait or are worked on, in order')
    .option('--all', 'also those that have ended')
    .action(runs(queue))
  program
    .command('jobs')
    .description('one row for each document and phase')
    .addOption(new Option('--phase <phase>', 'only this phase').choices(PHASES))
    .addOption(new Option('--status <status>', 'only this status').choices(JOB_STATUSES))
    .addOption(limitOption('rows', { most: 10_000, usual: 1000 }))
    .action(runs(jobs))
}

const queue: Verb = async ({ out, json, use }, _args, options) => {
  const answer = await use((session) => session.call('queue.get', { ended: options['all'] === true }))
  if (json) out.json(answer)
  else printQueue(out, answer)
  return EXIT.done
}

/** More rows than a person reads; `--json` gives all. */
const SHOWN = 50

function printQueue(
  out: CliContext['out'],
  { state, waitReason, paused, documents, size }: CommandOutput<'queue.get'>,
) {
  const why = waitReason ? `: ${waitReason.text}` : ''
  out.line(`${state}${why}; ${counted(size, 'document')} in the queue`)
  const last = documents.find(({ id }) => id === paused.finishing)
  if (last) out.line(`finishing ${cutMiddle(last.name, 40)}, then pausing; take it back with: ${COMMAND} resume`)
  if (paused.phases.length > 0) out.line(`paused phases: ${paused.phases.join(', ')}`)
  if (documents.length === 0) {
    out.line(`Nothing waits. Add documents with: ${COMMAND} ingest PATH`)
    return
  }
  const rows = documents
    .slice(0, SHOWN)
    .map((row) => [
      row.position === null ? '' : formatCount(row.position),
      cutMiddle(row.name, 40),
      row.state,
      row.phase ?? '',
      row.pages === null ? '' : formatCount(row.pages),
      row.chunks.total === 0 ? '' : `${formatCount(row.chunks.completed)} of ${formatCount(row.chunks.total)}`,
      row.estimate ? `≈ ${formatCount(row.estimate.input + row.estimate.output)}` : '',
      row.estimate ? `≈ ${formatCost(row.estimate.costUsd)}` : '',
      row.id,
    ])
  out.line()
  const columns = [
    { head: '#', right: true as const },
    { head: 'Document' },
    { head: 'State' },
    { head: 'Phase' },
    { head: 'Pages', right: true as const },
    { head: 'Chunks', right: true as const },
    { head: 'Tokens', right: true as const },
    { head: 'Cost', right: true as const },
    { head: 'Id' },
  ]
  for (const line of formatTable(columns, rows)) out.line(line)
  if (documents.length > SHOWN) out.line(`and ${counted(documents.length - SHOWN, 'more document')}; all: --json`)
}

const jobs: Verb = async ({ out, json, use }, _args, options) => {
  const filter = options as CommandInput<'jobs.list'>
  const answer = await use((session) => session.call('jobs.list', filter))
  if (answer.jobs.length === filter.limit) {
    out.note(`These are the first ${counted(filter.limit, 'row')}; for others: --limit N, --phase P, --status S`)
  }
  if (json) out.json(answer)
  else {
    const rows = answer.jobs.map((job) => [
      `${job.id}`,
      cutMiddle(job.name, 40),
      job.phase,
      job.status,
      `${job.retries}`,
      job.error?.code ?? '',
    ])
    const columns = ['Job', 'Document', 'Phase', 'Status', 'Retries', 'Error'].map((head) => ({ head }))
    for (const line of formatTable(columns, rows)) out.line(line)
  }
  return EXIT.done
}
