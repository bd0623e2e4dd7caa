import { Option, type Command } from 'commander'
import { SluiceError } from '../../../../src-shared/contract/errors.ts'
import type { Progress } from '../../../../src-shared/contract/events.ts'
import { PRIORITIES, type Priority } from '../../../../src-shared/model/document.ts'
import { walkFiles, type FileProblem, type FoundFile } from '../../../adapters/system/walk-files.ts'
import type { Session } from '../../session.ts'
import type { CliContext, Runs, Verb } from '../context.ts'
import { startDeadline, type Deadline } from '../deadline.ts'
import { parseDuration } from '../durations.ts'
import { catchInterrupts } from '../interrupts.ts'
import { createProgressView, type ProgressView } from '../progress-view.ts'
import { exitOf, stoppedReason, type RunEnd } from '../run-end.ts'
import { outcomeLines } from '../run-outcome.ts'
import { queueEnd, watchQueue } from '../watch-queue.ts'
import { counted, formatError } from '../wording.ts'

export function addIngest(program: Command, runs: Runs): void {
  program
    .command('ingest')
    .description(
      'add files and folders to the queue, and work until it is empty; without a path: what is there already',
    )
    .argument('[path...]', 'PDF files, or folders that hold some')
    .addOption(
      new Option('--priority <priority>', 'before or after what waits already').choices(PRIORITIES).default('normal'),
    )
    .option('--max-wait <time>', 'stop after seconds, or a time like 10m; the queue is kept (exit 3)')
    .option('--max-cost <dollars>', 'hold the queue when this run has cost as much (exit 3)')
    .option('--no-wait', 'only add: a running engine does the work, or the next one')
    .action(runs(ingest))
}

const ingest: Verb = async (context, paths, options) => {
  // Only here: no other verb is to load the engine for it.
  const { createRunStart } = await import('../../../engine/index.ts')
  const { createSystemClock } = await import('../../../adapters/system/system-clock.ts')
  const clock = createSystemClock()
  const began = clock.monotonic()
  const startedAt = createRunStart(clock)
  const maxWaitMs = options['maxWait'] === undefined ? null : parseDuration(options['maxWait'] as string, '--max-wait')
  const maxCostUsd = maxCostOf(options['maxCost'] as string | undefined)
  const priority = options['priority'] as Priority
  const { files, problems } = await walkFiles(paths)
  for (const { error } of problems) context.out.note(formatError(error))

  const wait = options['wait'] !== false
  // Before the folder is owned: from then on a signal must find an engine to stop.
  const interrupts = wait
    ? catchInterrupts(() => context.out.note('Stopping: calls in flight land first. Again to stop at once.'))
    : null
  const session = await openForWork(context, wait, maxCostUsd)
  try {
    const { documentsEnded: endedBefore } = await session.call('queue.progress', {})
    const { refused, ...added } = await add(session, context, files, priority)
    for (const { error } of refused) context.out.note(formatError(error))
    problems.push(...refused)
    if (files.length > 0) context.out.note(addedText(added))
    const view = createProgressView(process.stderr, { ci: process.env['CI'] === 'true', endedBefore })
    const end: RunEnd = interrupts
      ? await work(session, view, interrupts, startDeadline(clock, maxWaitMs), startedAt)
      : { kind: 'done' }
    await session.stop()
    const since = startedAt()
    const run = await session.call('report.run', { since })
    const seconds = (clock.monotonic() - began) / 1000
    const { provider, documentsLeft } = await session.call('queue.progress', {})
    const outcome = { ...run, seconds, provider, documentsLeft, ...added, problems, stopped: stoppedReason(end) }
    if (context.json) context.out.json(outcome)
    else if (wait) {
      const { documents } = await session.call('report.get', { since })
      for (const line of outcomeLines(outcome, documents, context.namedFolder)) context.out.line(line)
    }
    return exitOf(end, problems.length + run.documents.failed + run.gaps)
  } finally {
    await session.close()
  }
}

async function openForWork(context: CliContext, wait: boolean, maxCostUsd: number | null): Promise<Session> {
  const { out } = context
  const onMoved = (owns: boolean) =>
    out.note(
      owns
        ? 'The Sluice that worked here has ended: going on from where it was.'
        : 'Another Sluice goes on with the queue.',
    )
  const session = await context.open(wait ? 'work' : 'use', { maxCostUsd, onMoved })
  if (!session.owner.mine) {
    out.note(`Sluice works on this folder already (process ${session.owner.pid}): the documents are handed over to it.`)
    const { group: _group, ...flags } = context.flags
    if (Object.keys(flags).length > 0 || maxCostUsd !== null) out.note('It keeps the settings it was started with.')
  }
  return session
}

/** As many as the contract takes at a time. */
const BATCH = 1000

interface Added {
  added: number
  already: number
  /** The queue would take no more. */
  refused: FileProblem[]
}

async function add(session: Session, { flags }: CliContext, files: FoundFile[], priority: Priority): Promise<Added> {
  const group = flags['group'] === undefined ? {} : { group: flags['group'] }
  let added = 0
  let already = 0
  for (let from = 0; from < files.length; from += BATCH) {
    const input = { files: files.slice(from, from + BATCH), priority, ...group }
    const answer = await session.call('documents.add', input).catch(whereFull)
    const first = files[from]
    if (answer instanceof SluiceError)
      return { added, already, refused: first ? [{ path: first.path, error: answer.info }] : [] }
    const { documents } = answer
    const waiting = documents.filter((document) => document.already).length
    already += waiting
    added += documents.length - waiting
  }
  return { added, already, refused: [] }
}

/** What is in the queue by then is worked on; every other error ends the command. */
function whereFull(thrown: unknown): SluiceError {
  if (thrown instanceof SluiceError && thrown.code === 'queue_full') return thrown
  throw thrown
}

async function work(
  session: Session,
  view: ProgressView,
  interrupts: ReturnType<typeof catchInterrupts>,
  maxWait: Deadline,
  startedAt: () => number,
): Promise<RunEnd> {
  const signal = AbortSignal.any([interrupts.signal, maxWait.signal])
  const judge = (progress: Progress, pausedBefore: boolean) => {
    // Seen each second, so that no time at which the clock was set back goes by.
    startedAt()
    view.progress(progress)
    return queueEnd(progress, pausedBefore)
  }
  try {
    const first = await session.call('queue.progress', {})
    const { all, phases } = first.paused
    let end = judge(first, true)
    if (end) return end
    for await (const event of watchQueue(session, signal)) {
      if (event.type === 'activity') view.activity(event.data)
      // A phase that was paused before may hold all only when those before it are through.
      if (event.type === 'progress') end = judge(event.data, all || (phases.length > 0 && !event.data.paused.all))
      if (end) return end
    }
  } finally {
    maxWait.end()
    view.end()
  }
  if (interrupts.exitCode !== null) return { kind: 'interrupted', code: interrupts.exitCode }
  return { kind: maxWait.signal.aborted ? 'max-wait' : 'engine-stopped' }
}

function addedText({ added, already }: { added: number; already: number }): string {
  const waiting = already > 0 ? `; ${counted(already, 'file')} waited already` : ''
  return `${counted(added, 'file')} added to the queue${waiting}.`
}

function maxCostOf(text: string | undefined): number | null {
  if (text === undefined) return null
  const dollars = Number(text.replace(/^\$/, ''))
  if (Number.isFinite(dollars) && dollars >= 0 && text.trim() !== '') return dollars
  throw new SluiceError('usage', `--max-cost expects dollars, came "${text}"`)
}
