import { SluiceError } from '../../src-shared/contract/errors.ts'

/**
 * Where the API is asked for, or null for its own address. Rejects what is no address, and one with a name or password in
 * it, which fetch does not take: no call could ever be sent.
 */
export function apiBaseUrl(value: string | undefined): string | null {
  if (!value) return null
  const url = URL.parse(value)
  if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') return value
  // What may be a password is not said.
  const came = value.includes('@') ? 'one with a name or password' : `"${value}"`
  throw new SluiceError('setting_invalid', `expected ANTHROPIC_BASE_URL to be an http or https address, came ${came}`, {
    remedy: 'Correct it, or unset it to use the API itself.',
  })
}
