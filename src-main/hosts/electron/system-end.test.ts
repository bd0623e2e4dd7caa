import { EventEmitter } from 'node:events'
import type { BrowserWindow } from 'electron'
import { describe, expect, it } from 'vitest'
import { endWithSystem } from './system-end.ts'

function program() {
  const [powerMonitor, window] = [new EventEmitter(), new EventEmitter()]
  const did: string[] = []
  endWithSystem(powerMonitor, window as unknown as BrowserWindow, () => void did.push('quit'))
  return { powerMonitor, window, did }
}

describe('the end of the system', () => {
  it('is put off where it can be, and the program quits', () => {
    const { powerMonitor, did } = program()
    powerMonitor.emit('shutdown', { preventDefault: () => did.push('put off') })
    expect(did).toEqual(['put off', 'quit'])
  })

  it('has the program quit where it cannot be put off', () => {
    const { window, did } = program()
    window.emit('session-end', { reasons: ['shutdown'] })
    expect(did).toEqual(['quit'])
  })
})
