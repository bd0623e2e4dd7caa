import type { Keyring } from './api-key.ts'

const SERVICE = 'Sluice'
const ACCOUNT = 'anthropic-api-key'

/** The OS's keyring, loaded at the first use: where its native part is missing or locked, each use fails. */
export function osKeyring(): Keyring {
  const entry = async () => {
    const { AsyncEntry } = await import('@napi-rs/keyring')
    // not the kernel's key store, which forgets at the next start of the machine
    return new AsyncEntry(SERVICE, ACCOUNT, { linux: { store: 'secret-service' } })
  }
  return {
    get: async () => (await (await entry()).getPassword()) ?? null,
    set: async (key) => (await entry()).setPassword(key),
    clear: async () => void (await (await entry()).deletePassword()),
  }
}
