import { useEffect, useState } from 'react'
import { useApp, type AppState } from './app-store.ts'

/** How often a sum over all rows is made anew while events come. */
const EVERY_MS = 500

/**
 * A part of the state for what is summed over all rows: new at once after a rest, else twice a second. `select` must be
 * the same function at each render.
 */
export function useCalm<T>(select: (state: AppState) => T): T {
  const [value, setValue] = useState(() => select(useApp.getState()))
  useEffect(() => {
    let last = -Infinity
    let timer: ReturnType<typeof setTimeout> | null = null
    const take = () => {
      timer = null
      last = performance.now()
      setValue(() => select(useApp.getState()))
    }
    const changed = () => {
      const rest = last + EVERY_MS - performance.now()
      if (rest <= 0 && timer === null) take()
      else timer ??= setTimeout(take, rest)
    }
    changed()
    const stop = useApp.subscribe(changed)
    return () => {
      stop()
      if (timer !== null) clearTimeout(timer)
    }
  }, [select])
  return value
}

export const selectRows = (state: AppState): AppState['rows'] => state.rows
