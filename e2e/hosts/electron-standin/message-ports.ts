import { EventEmitter } from 'node:events'

let last = 0

/** Main's end of a channel; the other end goes to a page. Only strings travel, which is what the contract sends. */
export class MessagePortMain extends EventEmitter {
  readonly id: number
  other: MessagePortMain | null = null
  /** Set on the end that went to a page. */
  toPage: ((data: string) => void) | null = null
  private queued: string[] | null = []

  constructor() {
    super()
    last += 1
    this.id = last
  }

  postMessage(data: string): void {
    if (typeof data !== 'string') throw new TypeError('the stand-in carries strings only')
    this.other?.arrive(data)
  }

  start(): void {
    const queued = this.queued ?? []
    this.queued = null
    for (const data of queued) this.emit('message', { data, ports: [] })
  }

  close(): void {
    this.emit('close')
  }

  arrive(data: string): void {
    if (this.toPage) this.toPage(data)
    else if (this.queued) this.queued.push(data)
    else this.emit('message', { data, ports: [] })
  }
}

export class MessageChannelMain {
  readonly port1 = new MessagePortMain()
  readonly port2 = new MessagePortMain()

  constructor() {
    this.port1.other = this.port2
    this.port2.other = this.port1
  }
}
