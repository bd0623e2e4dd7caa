/**
 * FNV-1a with a final mix, two lanes of 32 bits. Not for security: it decides borders and tells equal chunks apart.
 * The result is stored (borders, occurrences), so it must never change.
 */
function lane(text: string, seed: number): number {
  let hash = seed
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** A number in [0, 2³²) that depends on nothing but the text. */
export function shortHash(text: string): number {
  return lane(text, 0x811c9dc5)
}

/** 64 bits as text: short enough to keep one a chunk. */
export function longHash(text: string): string {
  return lane(text, 0x811c9dc5).toString(36) + '.' + lane(text, 0x9747b28c).toString(36)
}
