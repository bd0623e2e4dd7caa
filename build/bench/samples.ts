import { join } from 'node:path'
import { root } from '../setup/paths.mjs'

/** The sample documents: 3, 30-odd and 175 pages of prose. */
export const SAMPLES = join(root, 'build', 'samples')
export const LONG_SAMPLE = join(SAMPLES, 'Annual messages 1905-1908.pdf')
export const SHORT_SAMPLE = join(SAMPLES, 'Annual message 1800.pdf')
