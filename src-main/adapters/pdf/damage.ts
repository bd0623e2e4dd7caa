/** The level at which pdf.js speaks of damage it passes over. */
export const VERBOSITY_INFOS = 5

/** A stream that could not be unpacked, or only its beginning. */
const BROKEN_STREAM = /^(?:Warning: Invalid stream|Info: Bad .* in flate stream)/
/** A page's text was given up midway. */
const TEXT_CUT_SHORT = /^Warning: getTextContent - ignoring errors/

export interface Damage {
  /** Some stream was broken; it may be a font's, which loses no text. */
  stream: string | null
  /** The page's text ends where it breaks. */
  text: string | null
}

let heard: Damage = { stream: null, text: null }

/**
 * Makes this thread's console the ear for damage. pdf.js passes over broken streams in silence, as a viewer should, and
 * tells of them only there; without this a damaged page would be counted as an empty one. For threads that read and
 * nothing else: whatever is written to the console of this thread is lost.
 */
export function listenForDamage(): void {
  const listen = (message: unknown): void => {
    const text = String(message)
    if (BROKEN_STREAM.test(text)) heard.stream ??= plainReason(text)
    if (TEXT_CUT_SHORT.test(text)) heard.text ??= plainReason(text)
  }
  const silence = (): void => {}
  Object.assign(console, { log: silence, debug: silence, error: silence, info: listen, warn: listen })
}

/** What was heard since the last call. */
export function takeDamage(): Damage {
  const damage = heard
  heard = { stream: null, text: null }
  return damage
}

/** `Warning: Invalid stream: "FormatError: Bad FCHECK…"` → `Bad FCHECK…`. */
function plainReason(text: string): string {
  return (/"?(?:FormatError: )([^"]*)"?/.exec(text)?.[1] ?? text.replace(/^\w+: /, '')).slice(0, 200)
}
