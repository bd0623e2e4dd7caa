import type { CommandOutput } from '../../../src-shared/contract/commands.ts'

/** The API key's keeper. Whatever a person may see of the key goes through it; the key itself never comes back. */
export interface KeyStore {
  describe(): Promise<CommandOutput<'key.get'>['key']>
  set(key: string): Promise<'keyring' | 'file'>
  clear(): Promise<void>
}

/** What the host knows of itself. */
export interface HostInfo {
  version: string
  dataFolder: string
  /** Files that come with Sluice, to try it; empty where they are not shipped. */
  samples(): Promise<{ path: string; bytes: number; modifiedMs: number }[]>
}
