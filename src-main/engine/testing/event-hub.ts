/** The real hub of events, for fake engines of the hosts' tests. */
export { createEventHub } from '../insight/event-stream.ts'
