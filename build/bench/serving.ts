import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { startSluice, type SluiceOptions } from './sluice-process.ts'

/** `serve` at work. */
export interface Serving {
  pid: number
  /** `http://127.0.0.1:PORT/`. */
  origin: string
  /** As a script sends it. */
  headers: { authorization: string }
  /** The page's address with a new one-use code. */
  newAddress(): Promise<string>
  /** In order, unless another signal is named. */
  close(signal?: NodeJS.Signals): Promise<void>
}

export async function startServing(options: SluiceOptions): Promise<Serving> {
  const child = startSluice(['serve'], options)
  let told = ''
  const [origin, tokenFile] = await new Promise<[string, string]>((resolve, reject) => {
    const look = (part: string) => {
      told += part
      const address = /(http:\/\/127\.0\.0\.1:\d+\/)#code=/.exec(told)?.[1]
      const file = /the token is in (\S+);/.exec(told)?.[1]
      if (address !== undefined && file !== undefined) resolve([address, file])
    }
    child.stdout?.setEncoding('utf8').on('data', look)
    child.stderr?.setEncoding('utf8').on('data', look)
    child.once('exit', () => reject(new Error(`expected an address of "serve", came: ${told}`)))
  })
  const headers = { authorization: `Bearer ${readFileSync(tokenFile, 'utf8').trim()}` }
  return {
    pid: child.pid ?? 0,
    origin,
    headers,
    async newAddress() {
      const answer = await fetch(`${origin}code`, { method: 'POST', headers })
      const { address } = (await answer.json()) as { address: string }
      return address
    },
    async close(signal = 'SIGTERM') {
      const ended = once(child, 'exit')
      child.kill(signal)
      await ended
    },
  }
}
