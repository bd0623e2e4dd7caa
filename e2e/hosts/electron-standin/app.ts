import { EventEmitter } from 'node:events'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { firstOn } from './single-instance.ts'

/** Something that a listener may prevent; true where one did. */
export function prevented(emitter: EventEmitter, name: string, details: object = {}): boolean {
  let stopped = false
  const preventDefault = () => {
    stopped = true
  }
  emitter.emit(name, { ...details, preventDefault })
  return stopped
}

class App extends EventEmitter {
  readonly isPackaged = false
  readonly commandLine = { appendSwitch() {}, hasSwitch: () => false }
  name = 'standin'
  /** Set by the module that shows windows. */
  open: () => Promise<void> = async () => {}
  shut: () => Promise<void> = async () => {}
  windowCount: () => number = () => 0
  private opened: Promise<void> | null = null
  private readonly paths = new Map([['userData', join(tmpdir(), `standin-${process.pid}`)]])

  whenReady(): Promise<void> {
    this.opened ??= this.open().then(() => void this.emit('ready', {}))
    return this.opened
  }

  requestSingleInstanceLock(data: unknown = null): boolean {
    return firstOn(this.getPath('userData'), data, (said) =>
      this.emit('second-instance', {}, process.argv, process.cwd(), said),
    )
  }

  enableSandbox(): void {}
  setName(name: string): void {
    this.name = name
  }
  getPath(name: string): string {
    return this.paths.get(name) ?? homedir()
  }
  setPath(name: string, path: string): void {
    this.paths.set(name, path)
  }
  quit(): void {
    if (prevented(this, 'before-quit')) return
    this.emit('will-quit', { preventDefault() {} })
    this.exit(0)
  }
  exit(code = 0): void {
    void this.shut().then(() => process.exit(code))
  }
}

export const app = new App()

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => app.quit())
