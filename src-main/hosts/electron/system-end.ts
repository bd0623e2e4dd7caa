import type { BrowserWindow, Event } from 'electron'

/** The computer goes down, or the person leaves it: the program ends as it does elsewhere, and calls in flight land. */
export function endWithSystem(
  powerMonitor: NodeJS.EventEmitter,
  window: Pick<BrowserWindow, 'on'>,
  quit: () => void,
): void {
  // Linux and macOS wait for a program that asks for it, some seconds at most.
  powerMonitor.on('shutdown', (event: Pick<Event, 'preventDefault'>) => {
    event.preventDefault()
    quit()
  })
  // Windows asks nobody by then: what lands before it ends the process is kept.
  window.on('session-end', quit)
}
