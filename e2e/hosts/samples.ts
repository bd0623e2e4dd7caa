import { join } from 'node:path'

const FOLDER = join(import.meta.dirname, '..', '..', 'build', 'samples')

/** The sample documents: 3, 36 and more than 100 pages of real prose that name the same people and places. */
export const SAMPLES = {
  folder: FOLDER,
  small: join(FOLDER, 'Annual message 1800.pdf'),
  middle: join(FOLDER, 'Annual message 1901.pdf'),
  large: join(FOLDER, 'Annual messages 1905-1908.pdf'),
}

/** The long tests are asked for: all samples, more kills. */
export const LONG = process.env['TEST_LONG'] === '1'
