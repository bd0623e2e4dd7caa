import { formatUsd } from '../../../src-shared/model/money.ts'
import type { EpochMs, OldAnswers, OldFiles, Store } from '../ports.ts'
import { Cancelled } from '../resilience/cancellation.ts'
import { sleep } from '../resilience/local-holds.ts'
import type { PipelineContext } from './context.ts'
import { createOldThings } from './old-things.ts'

const HOUR_MS = 3_600_000
/** A start has better things to do. */
const FIRST_MS = 900_000
/** Between saying what will go and removing it, at least: time to take the setting back. */
const NOTICE_MS = HOUR_MS / 2
const NOTICE = 'retention.notice'

interface Days {
  answers: number
  files: number
}

/** Which settings were told of, and when. */
interface Notice extends Days {
  at: EpochMs
}

/**
 * Removes what the settings keep for a time only, once an hour. Of new settings it is told first what will go and what that
 * would cost, and only the next look removes it; what went is told, too. A failure is tried again.
 */
export async function keepRetention(context: PipelineContext): Promise<void> {
  const { clock, logger } = context.ports
  try {
    for (let wait = FIRST_MS; ; wait = HOUR_MS) {
      await sleep(clock, wait, context.stopping)
      try {
        await lookOnce(context)
      } catch (error) {
        logger.warn('could not remove what is kept for a time only', { error: String(error) })
      }
    }
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error
  }
}

/** The settings were changed: what they remove is told of anew before it goes. */
export function forgetNotice(store: Pick<Store, 'writeSetting'>): Promise<void> {
  return store.writeSetting(NOTICE, null)
}

async function lookOnce(context: PipelineContext): Promise<void> {
  const { store, clock } = context.ports
  const { keepAnswersDays: answers, keepFilesDays: files } = context.settings()
  if (answers === 0 && files === 0) return
  const told = (await store.readSettings(NOTICE))[NOTICE] as Notice | undefined
  // One of a time to come was told under a wrong clock.
  const age = told?.answers === answers && told.files === files ? clock.now() - told.at : -1
  if (age < 0) await tell(context, { answers, files, at: clock.now() })
  else if (age >= NOTICE_MS) await remove(context, { answers, files })
}

async function tell(context: PipelineContext, notice: Notice): Promise<void> {
  const { store, clock } = context.ports
  const old = createOldThings(store, clock)
  const text = textOf(await old.answers(notice.answers), await old.files(notice.files), notice)
  if (text !== '') await context.activity('store.retention', null, `will be removed in an hour: ${text}`)
  await store.writeSetting(NOTICE, notice)
}

async function remove(context: PipelineContext, days: Days): Promise<void> {
  const { store, clock, logger } = context.ports
  const old = createOldThings(store, clock)
  const answers = await old.removeAnswers(days.answers)
  const files = await old.removeFiles(days.files, context.bytes.release)
  const text = textOf(answers, files, days)
  if (text === '') return
  logger.info('removed what was kept for a time only', { ...answers, ...files })
  await context.activity('store.retention', null, `removed: ${text}`)
}

/** Empty where there is nothing. */
function textOf({ answers, cost, input, output }: OldAnswers, { files }: OldFiles, days: Days): string {
  const parts: string[] = []
  if (answers > 0) {
    const again = `asked again, the same texts would cost ${formatUsd(cost)}: ${input} input and ${output} output tokens`
    parts.push(`${counted(answers, 'answer', 'answers')} older than ${counted(days.answers, 'day', 'days')} (${again})`)
  }
  if (files > 0) {
    const copies = counted(files, 'stored copy', 'stored copies')
    parts.push(`${copies} of documents that completed more than ${counted(days.files, 'day', 'days')} ago`)
  }
  return parts.join('; ')
}

function counted(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`
}
