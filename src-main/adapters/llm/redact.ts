/** Longest part of a foreign message that is kept. */
const LONGEST_MESSAGE = 300
/** A run of so many characters that also stands in the prompt is taken for the document's text. */
const SAME_RUN = 20

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []
}

/**
 * Makes a message of the API fit to be shown and logged: no key, nothing that was sent, no control characters.
 * @param secrets exact strings that must not be in it.
 * @param body the request: a message that quotes it is dropped whole.
 */
export function redact(message: string, secrets: readonly string[], body: string): string {
  let clean = message
  for (const secret of secrets) clean = clean.replaceAll(secret, '[key]')
  clean = clean
    .replace(/sk-ant-[\w-]+/g, '[key]')
    .replace(/\bBearer\s+\S+/gi, 'Bearer [key]')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_MESSAGE)
  const sent = textsOf(JSON.parse(body)).map((text) => text.replace(/\s+/g, ' '))
  for (let from = 0; from + SAME_RUN <= clean.length; from += 1) {
    const run = clean.slice(from, from + SAME_RUN)
    if (sent.some((text) => text.includes(run))) return '[message quotes the request]'
  }
  return clean
}
