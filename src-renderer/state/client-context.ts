import { createContext, use } from 'react'
import type { Client } from '../client/client.ts'

export const ClientContext = createContext<Client | null>(null)

export function useClient(): Client {
  const client = use(ClientContext)
  if (client === null) throw new Error('expected a ClientContext around the window, found none')
  return client
}
