import { openApiKey } from '../api-key.ts'
import { apiBaseUrl } from '../base-url.ts'
import { noLogger } from './no-logger.ts'

/** Where a key comes from, in a sentence. */
export const SOURCES = {
  environment: 'ANTHROPIC_API_KEY',
  keyring: "this computer's keyring",
  file: 'a file that only this user can read',
} as const

type Finding = { ok: boolean; message: string; remedy: string }

/** Where the key comes from, never the key. To have none is in order: the offline finder serves. */
export async function checkKey(folder: string): Promise<Finding> {
  const key = await (await openApiKey(folder, noLogger)).describe()
  if (key === null) {
    const remedy = 'To let a model read: set ANTHROPIC_API_KEY, or type: npm start -- config key set'
    return { ok: true, message: 'none: the offline finder serves', remedy }
  }
  return { ok: true, message: `from ${SOURCES[key.source]}`, remedy: '' }
}

export function checkBaseUrl(value: string | undefined): Finding {
  const baseUrl = apiBaseUrl(value)
  const message = baseUrl === null ? "the API's own" : `${new URL(baseUrl).origin} (ANTHROPIC_BASE_URL)`
  return { ok: true, message, remedy: '' }
}
