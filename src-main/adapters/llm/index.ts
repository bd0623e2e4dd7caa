export { createAnthropicClient, type AnthropicClientOptions } from './anthropic-client.ts'
export { createApiKey, type ApiKey, type ApiKeyOptions, type Keyring } from './api-key.ts'
export { osKeyring } from './os-keyring.ts'
