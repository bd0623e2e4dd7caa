import { v5, v7 } from 'uuid'
import type { Ids } from '../../engine/ports.ts'

/** Namespace of every named id. Changing it would change every id in every graph. */
const SLUICE_NAMESPACE = '6f0c9b5e-3f0d-5d1b-9a44-5a1c1de5c0de'

/**
 * UUIDs: random and time-ordered, or of a name. Parts are joined by NUL, which no part may hold. Given as bytes, since the
 * library throws at text that is not well-formed.
 */
export function createIds(): Ids {
  const utf8 = new TextEncoder()
  return {
    unique: () => v7(),
    named: (...parts) => v5(utf8.encode(parts.join('\u0000')), SLUICE_NAMESPACE),
  }
}
