import { v5, v7 } from 'uuid'
import type { Ids } from '../../engine/ports.ts'

/** Namespace of every named id. Changing it would change every id in every graph. */
const SLUICE_NAMESPACE = '6f0c9b5e-3f0d-5d1b-9a44-5a1c1de5c0de'

/** UUIDs: random and time-ordered, or of a name. Parts are joined by NUL, which no part may hold. */
export function createIds(): Ids {
  return {
    unique: () => v7(),
    named: (...parts) => v5(parts.join('\u0000'), SLUICE_NAMESPACE),
  }
}
