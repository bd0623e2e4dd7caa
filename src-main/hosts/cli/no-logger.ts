import type { Logger } from '../../engine/ports.ts'

/** For what a verb looks at without an engine: it tells the person itself, and leaves no log. */
export const noLogger: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
