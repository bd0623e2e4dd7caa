/** How much of the end stays whole when a name is cut; it starts at a word where one starts near. */
const TAIL = 16

/** Splits a name where it may be cut: the first part gives way, the second is always read. Never within a character. */
export function splitName(name: string): [head: string, tail: string] {
  const characters = Array.from(name)
  if (characters.length <= TAIL) return ['', name]
  let start = characters.length - TAIL
  const word = characters.indexOf(' ', start)
  if (word > 0 && characters.length - word > 6) start = word
  return [characters.slice(0, start).join(''), characters.slice(start).join('')]
}
