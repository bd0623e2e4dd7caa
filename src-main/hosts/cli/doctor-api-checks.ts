import { statSync } from 'node:fs'
import { ERRORS } from '../../../src-shared/contract/errors.ts'
import type { CommandOutput } from '../../../src-shared/contract/commands.ts'
import { openApiKey } from '../api-key.ts'
import { apiBaseUrl } from '../base-url.ts'
import { dataLayout } from '../data-layout.ts'
import { fine, type Finding } from './doctor-checks.ts'
import { noLogger } from './no-logger.ts'
import { COMMAND, utcMinute } from './wording.ts'

/** Where a key comes from, in a sentence. */
export const SOURCES = {
  environment: 'ANTHROPIC_API_KEY',
  keyring: "this computer's keyring",
  file: 'a file that only this user can read',
} as const

/** Where the key comes from, never the key. To have none is in order where no model has read (`checkApi`). */
export async function checkKey(folder: string): Promise<Finding> {
  const key = await (await openApiKey(folder, noLogger)).describe()
  if (key === null) {
    const remedy = `To let a model read: set ANTHROPIC_API_KEY, or type: ${COMMAND} config key set`
    return { ok: true, message: 'none', remedy }
  }
  return key.source === 'file' ? checkKeyFile(dataLayout(folder).key) : fine(`from ${SOURCES[key.source]}`)
}

function checkKeyFile(file: string): Finding {
  const mode = statSync(file).mode & 0o777
  if (process.platform === 'win32' || (mode & 0o077) === 0) return fine(`from ${SOURCES.file}`)
  return {
    ok: false,
    message: `expected a file that only this user can read at ${file}, came mode ${mode.toString(8)}`,
    remedy: `Save the key anew: ${COMMAND} config key set. If others use this computer, have the key replaced.`,
  }
}

interface Asking {
  progress: Pick<CommandOutput<'queue.progress'>, 'provider' | 'waitReason'>
  key: CommandOutput<'key.get'>['key']
  /** What happened last of what tells whether the API answers (`ASKING_KINDS`). */
  last: CommandOutput<'activity.list'>['activities'][number] | undefined
}

/** A lane that was held is so no more when a key was saved or a document completed since. */
export const ASKING_KINDS = ['lane.', 'key.', 'document.completed']

/** Whether the API answers, as far as it is known: nothing is asked for it. */
export function checkApi({ progress: { provider, waitReason }, key, last }: Asking): Finding {
  if (provider === 'offline') return fine('nobody is asked: the offline finder reads')
  if (key === null) {
    const { remedy } = ERRORS.key_missing
    return { ok: false, message: 'expected a key, since a model is to read here; found none', remedy }
  }
  if (waitReason?.error) {
    const { message, remedy } = waitReason.error
    return { ok: false, message: `held since ${utcMinute(waitReason.since)}: ${message}`, remedy }
  }
  if (last?.kind === 'lane.held') {
    const remedy = `It is tried again as soon as Sluice works: ${COMMAND} ingest`
    return { ok: false, message: `when Sluice worked last (${utcMinute(last.at)}) it was ${last.text}`, remedy }
  }
  return fine('nothing holds the way to the model')
}

export function checkBaseUrl(value: string | undefined): Finding {
  const baseUrl = apiBaseUrl(value)
  return fine(baseUrl === null ? "the API's own" : `${new URL(baseUrl).origin} (ANTHROPIC_BASE_URL)`)
}
