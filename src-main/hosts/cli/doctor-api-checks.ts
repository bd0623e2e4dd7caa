import { openApiKey } from '../api-key.ts'
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
  if (!value) return { ok: true, message: "the API's own", remedy: '' }
  const url = URL.parse(value)
  if (url && /^https?:$/.test(url.protocol))
    return { ok: true, message: `${url.origin} (ANTHROPIC_BASE_URL)`, remedy: '' }
  return {
    ok: false,
    message: `expected ANTHROPIC_BASE_URL to be an http or https address, came "${value}"`,
    remedy: 'Correct it, or unset it to use the API itself.',
  }
}
