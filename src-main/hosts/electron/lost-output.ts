import type { EventEmitter } from 'node:events'

/**
 * A terminal that is closed, or a reader that ends, breaks the streams of a program that it started. The window lives on:
 * what is written there is lost, and without a listener the loss would end the engine. The log has it all the same.
 */
export function outliveOutput(streams: EventEmitter[]): void {
  for (const stream of streams) stream.on('error', () => {})
}
