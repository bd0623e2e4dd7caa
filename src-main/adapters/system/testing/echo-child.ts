/** A child that answers what it is asked: its environment, its heap cap, or an endless loop. */
import { getHeapStatistics } from 'node:v8'

process.on('message', (message) => {
  if (message === 'environment') process.send?.({ names: Object.keys(process.env) })
  if (message === 'heap') process.send?.({ megabytes: getHeapStatistics().heap_size_limit / 2 ** 20 })
  if (message === 'exit') process.exit(7)
  if (message instanceof Uint8Array) process.send?.(message)
})
