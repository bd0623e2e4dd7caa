import type { Logger } from '../../engine/ports.ts'
import { readKeyFile, removeKeyFile, writeKeyFile } from './key-file.ts'

/** The OS's keyring: one secret under one name. Every function may fail where there is no keyring. */
export interface Keyring {
  get(): Promise<string | null>
  set(key: string): Promise<void>
  clear(): Promise<void>
}

export interface ApiKeyOptions {
  /** Read at every lookup; only ANTHROPIC_API_KEY counts. */
  environment: Record<string, string | undefined>
  /** Null: none, not even a try. */
  keyring: Keyring | null
  /** Path of the file in the data folder that holds what was asked last, where no keyring did it. */
  file: string
  logger: Logger
}

export type KeySource = 'environment' | 'keyring' | 'file'

/** The key, and what may be known of it. Only the client of the API is given `get`. */
export interface ApiKey {
  /** The key by the first source that has one; null where none has. */
  get: () => Promise<string | null>
  /** Where the key comes from and its last four characters: all that anybody is shown. */
  describe(): Promise<{ source: KeySource; ending: string } | null>
  /**
   * Keeps a key in the keyring, else in a file that only this user can read; says which.
   * A key in the environment still comes first.
   */
  set(key: string): Promise<Exclude<KeySource, 'environment'>>
  /** Forgets a kept key everywhere. A key in the environment stays. */
  clear(): Promise<void>
}

/** A keyring that failed is slow to fail again: a look for the key asks it again only after so long. */
const KEYRING_REST_MS = 60_000

const ENVIRONMENT_NAME = 'ANTHROPIC_API_KEY'

/**
 * The API key: environment, else a file of mode 0600, else the OS's keyring. A keyring that takes a key removes the file,
 * so where there is one it is the later word, whatever the keyring holds; an empty one says that the key was forgotten.
 */
export function createApiKey({ environment, keyring, file, logger }: ApiKeyOptions): ApiKey {
  let warned = false
  let keyringRestsUntil = -Infinity
  const warnOfFile = () => {
    if (warned) return
    warned = true
    logger.warn('the API key is kept in a file, for no keyring took it; only this user can read it', { file })
  }

  /** A keyring that fails is a keyring without the key; why is only worth a line in the log. */
  async function askKeyring<T>(use: (ring: Keyring) => Promise<T>): Promise<{ value: T } | null> {
    if (!keyring) return null
    try {
      return { value: await use(keyring) }
    } catch {
      keyringRestsUntil = performance.now() + KEYRING_REST_MS
      logger.debug('the keyring cannot be used')
      return null
    }
  }

  async function find(): Promise<{ source: KeySource; key: string } | null> {
    const fromEnvironment = environment[ENVIRONMENT_NAME]?.trim()
    if (fromEnvironment) return { source: 'environment', key: fromEnvironment }
    const inFile = await readKeyFile(file)
    if (inFile === '') return null
    if (inFile !== null) {
      warnOfFile()
      return { source: 'file', key: inFile }
    }
    const rested = performance.now() >= keyringRestsUntil
    const kept = rested ? (await askKeyring((ring) => ring.get()))?.value?.trim() : null
    return kept ? { source: 'keyring', key: kept } : null
  }

  return {
    get: async () => (await find())?.key ?? null,
    async describe() {
      const found = await find()
      return found && { source: found.source, ending: found.key.length > 8 ? found.key.slice(-4) : '' }
    },
    async set(key) {
      const trimmed = key.trim()
      if (await askKeyring((ring) => ring.set(trimmed))) {
        keyringRestsUntil = -Infinity
        await removeKeyFile(file)
        return 'keyring'
      }
      await writeKeyFile(file, trimmed)
      warnOfFile()
      return 'file'
    },
    async clear() {
      if (!keyring || (await askKeyring((ring) => ring.clear()))) return removeKeyFile(file)
      // Without the file the forgotten key would come back together with the keyring.
      await writeKeyFile(file, '')
      logger.warn('no keyring could be asked: a key that one may hold is not used here, and is not taken out of it')
    },
  }
}
