/** The API key of a data folder: environment, else the OS's keyring, else a file only this user can read. */
export async function openApiKey(folder: string) {
  const { createApiKey } = await import('../adapters/llm/api-key.ts')
  return createApiKey({ folder })
}
