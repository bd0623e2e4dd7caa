import type { EngineEvent } from '../../src-shared/contract/events.ts'
import { asSluiceError, type SluiceError } from '../../src-shared/contract/errors.ts'
import type { Client } from '../client/client.ts'
import { useApp, type AppState } from './app-store.ts'
import { createPump, type Schedule } from './pump.ts'
import { applyEvents, fromSnapshot } from './reduce.ts'

/** The narrow view of the store that a connection writes to. */
interface Target {
  getState: () => AppState
  setState: (part: Partial<AppState>) => void
}

interface ConnectOptions {
  target?: Target
  schedule?: Schedule
  /** The engine answers, but not what was asked. */
  onFault: (error: SluiceError) => void
}

/** How long after a failed snapshot it is asked for again. */
const RETRY_MS = 1000

/**
 * Keeps the store as the engine tells it, until the returned function is called. Each new connection reads everything
 * anew; events that arrive while the snapshot is on its way are kept and applied after it, in their order.
 */
export function connect(client: Client, { target = useApp, schedule, onFault }: ConnectOptions): () => void {
  /** Null while the snapshot of the present connection has been applied. */
  let early: EngineEvent[] | null = []
  /** Which connection it is; an answer for an older one is dropped. */
  let connection = 0
  /** The connection whose fault was told: once is enough. */
  let told = 0
  const pump = createPump<EngineEvent>((events) => target.setState(applyEvents(target.getState(), events)), schedule)

  const readAnew = async (mine: number): Promise<void> => {
    try {
      const [queue, progress, window, { activities }] = await Promise.all([
        client.call('queue.get', { ended: true }),
        client.call('queue.progress', {}),
        client.call('window.get', {}),
        client.call('activity.list', { limit: 100 }),
      ])
      if (mine !== connection) return
      target.setState({ ...fromSnapshot({ queue, progress, window, activities }), online: true })
      const missed = early ?? []
      early = null
      for (const event of missed) pump.push(event)
    } catch (thrown) {
      if (mine !== connection) return
      // The connection that broke says so itself; anything else would be a window that connects for ever in silence.
      const error = asSluiceError(thrown)
      if (error.code !== 'owner_unreachable' && told !== mine) onFault(error)
      told = mine
      setTimeout(() => {
        if (mine === connection) void readAnew(mine)
      }, RETRY_MS)
    }
  }

  const stop = client.events(
    (event) => {
      if (early) early.push(event)
      else pump.push(event)
    },
    (online) => {
      connection += 1
      early = []
      pump.clear()
      if (online) void readAnew(connection)
      else target.setState({ online: false })
    },
  )
  return () => {
    connection += 1
    pump.clear()
    stop()
  }
}
