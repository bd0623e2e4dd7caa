import { useCallback, useEffect, useRef, useState } from 'react'
import type { CommandInput, CommandName, CommandOutput } from '../../src-shared/contract/commands.ts'
import { asSluiceError, type ErrorInfo } from '../../src-shared/contract/errors.ts'
import { useApp } from './app-store.ts'
import { useClient } from './client-context.ts'
import { createThrottle, type Throttle } from './throttle.ts'

/** Live screens ask again no oftener than this. */
const REST_MS = 1000

export interface Answer<T> {
  /** The last good answer; it stays while a newer one is fetched, also where the input changed. */
  data: T | null
  /** Why the newest request failed; `data` may still be an older answer. */
  error: ErrorInfo | null
  /** Nothing has come yet for this input. */
  loading: boolean
  reload: () => void
}

interface Received<T> {
  key: string | null
  data: T | null
  error: ErrorInfo | null
}

/**
 * Asks the engine, and asks again when `changed` has another value, when the connection came back, and on `reload`:
 * at most once a second. A null input asks nothing.
 */
export function useAnswer<K extends CommandName>(
  name: K,
  input: CommandInput<K> | null,
  changed?: unknown,
): Answer<CommandOutput<K>> {
  const client = useClient()
  const online = useApp((state) => state.online)
  const key = input === null ? null : JSON.stringify(input)
  const [received, setReceived] = useState<Received<CommandOutput<K>>>({ key: null, data: null, error: null })
  const throttle = useRef<Throttle | null>(null)

  useEffect(() => {
    if (key === null) return undefined
    let current = true
    const accept = (next: (old: Received<CommandOutput<K>>) => Received<CommandOutput<K>>) => {
      if (current) setReceived(next)
    }
    const asking = createThrottle(async () => {
      try {
        const data = await client.call(name, JSON.parse(key) as CommandInput<K>)
        accept(() => ({ key, data, error: null }))
      } catch (thrown) {
        accept((old) => ({ key, data: old.key === key ? old.data : null, error: asSluiceError(thrown).info }))
      }
    }, REST_MS)
    throttle.current = asking
    asking.request()
    return () => {
      current = false
      asking.stop()
      throttle.current = null
    }
  }, [client, name, key])

  const seen = useRef({ changed, online })
  useEffect(() => {
    const before = seen.current
    seen.current = { changed, online }
    if (before.changed !== changed || (online && !before.online)) throttle.current?.request()
  }, [changed, online])

  const reload = useCallback(() => throttle.current?.request(), [])
  return { data: received.data, error: received.error, loading: received.key !== key, reload }
}
