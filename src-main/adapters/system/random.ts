import type { Random } from '../../engine/ports.ts'

export function createRandom(): Random {
  return { next: () => Math.random() }
}
