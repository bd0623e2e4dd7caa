import { hash } from 'node:crypto'
import type { Hash } from '../../engine/ports.ts'

export function createSha256(): Hash {
  return { sha256: (text) => hash('sha256', text, 'hex') }
}
