import { useCallback } from 'react'
import { notifyError } from '../ui/toaster.tsx'

/** Runs what a person asked for; what goes wrong is said with its remedy. For handlers of events. */
export function useRun(): (task: () => Promise<unknown>) => void {
  return useCallback((task) => void task().catch(notifyError), [])
}
