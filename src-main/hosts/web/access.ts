import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** How long a code may be exchanged. It stands on a screen and in the browser's history, so it is short-lived. */
export const CODE_LIFE_MS = 10 * 60_000

/** Pages that may be known at once; the oldest is forgotten first. */
const MOST_TOKENS = 32

/** Who may use this host: one-use codes for pages that open, tokens for those that are open. */
export interface Access {
  /** A new code; it works once. */
  newCode(): string
  /** Exchanges a code for a token, or gives null where it is unknown, used or too old. */
  exchange(code: string): string | null
  newToken(): string
  isGood(token: string): boolean
  /** SHA-256 of the tokens, as hex: what may be kept. */
  hashes(): string[]
}

interface AccessOptions {
  /** Hashes that were kept. */
  known: readonly string[]
  /** Good for as long as this host lives, beside those of pages. */
  scriptToken: string | null
  /** Told whenever the tokens change. */
  onChange(hashes: string[]): void
  now?(): number
}

/** Codes and tokens have 256 bits of the system's random source; only hashes of them are held. */
export function createAccess({ known, scriptToken, onChange, now = () => performance.now() }: AccessOptions): Access {
  const codes = new Map<string, number>()
  let tokens: readonly Buffer[] = known.slice(-MOST_TOKENS).map((hash) => Buffer.from(hash, 'hex'))
  const scripts = scriptToken === null ? [] : [sha256(scriptToken)]
  const hashes = () => tokens.map((hash) => hash.toString('hex'))
  const newToken = () => {
    const token = secret()
    tokens = [...tokens, sha256(token)].slice(-MOST_TOKENS)
    onChange(hashes())
    return token
  }
  return {
    newCode() {
      const code = secret()
      codes.set(sha256(code).toString('hex'), now() + CODE_LIFE_MS)
      return code
    },
    exchange(code) {
      const key = sha256(code).toString('hex')
      const until = codes.get(key)
      codes.delete(key)
      return until !== undefined && now() <= until ? newToken() : null
    },
    newToken,
    // Every known token is compared, and hashes of equal length: the time tells nothing of what was nearly right.
    isGood: (token) => {
      const given = sha256(token)
      return [...tokens, ...scripts].reduce((good, hash) => timingSafeEqual(hash, given) || good, false)
    },
    hashes,
  }
}

function secret(): string {
  return randomBytes(32).toString('base64url')
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
