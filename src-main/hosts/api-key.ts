import type { ApiKey } from '../adapters/llm/api-key.ts'
import type { Logger } from '../engine/ports.ts'
import { dataLayout } from './data-layout.ts'

/** The API key: environment, else a file in the data folder, else the OS's keyring. Loads neither SDK nor keyring. */
export async function openApiKey(folder: string, logger: Logger): Promise<ApiKey> {
  const [{ createApiKey }, { osKeyring }] = await Promise.all([
    import('../adapters/llm/api-key.ts'),
    import('../adapters/llm/os-keyring.ts'),
  ])
  return createApiKey({ environment: process.env, keyring: osKeyring(), file: dataLayout(folder).key, logger })
}
