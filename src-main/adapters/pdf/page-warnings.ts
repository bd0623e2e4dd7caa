/** The level at which pdf.js speaks of the damage it passes over. */
export const VERBOSITY_INFOS = 5
/** Every picture is larger: none is decoded, each is warned of. */
export const NO_PICTURES = 0

export interface PageWarnings {
  /** The page's content ends where it breaks. */
  cutShort: string | null
  /** Some stream could not be unpacked, or only its beginning; it may be a font's, which loses no text. */
  brokenStream: string | null
  hasPicture: boolean
}

const CUT_SHORT = /^Warning: get(?:TextContent|OperatorList) - ignoring errors/
const BROKEN_STREAM = /^(?:Warning: Invalid stream|Info: Bad .* in flate stream)/
const PICTURE = /^Warning: Image exceeded maximum allowed size/

const NOTHING: PageWarnings = { cutShort: null, brokenStream: null, hasPicture: false }
let heard = NOTHING

/**
 * Makes this thread's console the ear for what pdf.js says of a page. It passes over broken streams as a viewer should
 * and tells of them only there; without this a damaged page would be counted as an empty one. For threads that read
 * and nothing else: whatever is written to the console of this thread is lost.
 */
export function listenForWarnings(): void {
  const listen = (message: unknown): void => {
    const text = String(message)
    if (CUT_SHORT.test(text)) heard = { ...heard, cutShort: heard.cutShort ?? reasonIn(text) }
    else if (BROKEN_STREAM.test(text)) heard = { ...heard, brokenStream: heard.brokenStream ?? reasonIn(text) }
    else if (PICTURE.test(text)) heard = { ...heard, hasPicture: true }
  }
  const silence = (): void => {}
  Object.assign(console, { log: silence, debug: silence, error: silence, info: listen, warn: listen })
}

/** What was heard since the last call. */
export function takeWarnings(): PageWarnings {
  const warnings = heard
  heard = NOTHING
  return warnings
}

/** `Warning: Invalid stream: "FormatError: Bad FCHECK"` → `Bad FCHECK`. */
function reasonIn(text: string): string {
  const quoted = /"(?:\w*Error: )?([^"]+)"\.?$/.exec(text)?.[1]
  return (quoted ?? text.replace(/^\w+: /, '')).slice(0, 200)
}
