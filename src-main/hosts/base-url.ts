import { SluiceError } from '../../src-shared/contract/errors.ts'

/** Where the API is asked for, or null for its own address. Rejects what is no address: no call could ever be sent. */
export function apiBaseUrl(value: string | undefined): string | null {
  if (!value) return null
  const url = URL.parse(value)
  if (url && /^https?:$/.test(url.protocol)) return value
  throw new SluiceError(
    'setting_invalid',
    `expected ANTHROPIC_BASE_URL to be an http or https address, came "${value}"`,
    { remedy: 'Correct it, or unset it to use the API itself.' },
  )
}
