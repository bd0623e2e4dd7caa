import { fork, type ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'

const PARENT_PORT = `
import { EventEmitter } from 'node:events'
process.on('disconnect', () => process.exit(0))
process.parentPort = Object.assign(new EventEmitter(), { postMessage: (message) => process.send(message) })
process.on('message', (data) => process.parentPort.emit('message', { data, ports: [] }))
`

interface Options {
  env?: NodeJS.ProcessEnv
  execArgv?: string[]
}

/** A utility process is a forked Node here, with Electron's `process.parentPort`. */
class UtilityProcess extends EventEmitter {
  private readonly child: ChildProcess

  constructor(file: string, args: string[], { env, execArgv = [] }: Options) {
    super()
    this.child = fork(file, args, {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [...execArgv, '--import', `data:text/javascript,${encodeURIComponent(PARENT_PORT)}`],
      ...(env ? { env } : {}),
    })
    this.child.on('message', (message) => this.emit('message', message))
    this.child.on('exit', (code, signal) => this.emit('exit', code ?? (signal === null ? 1 : 15)))
  }

  get pid(): number | undefined {
    return this.child.exitCode === null && this.child.signalCode === null ? this.child.pid : undefined
  }

  postMessage(message: unknown): void {
    if (this.child.connected) this.child.send(message as object, () => {})
  }

  kill(): boolean {
    return this.child.kill()
  }
}

export const utilityProcess = {
  fork: (file: string, args: string[] = [], options: Options = {}) => new UtilityProcess(file, args, options),
}
