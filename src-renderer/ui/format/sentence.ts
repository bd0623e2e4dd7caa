/** A message as a sentence: "expected a PDF, came text" → "Expected a PDF, came text." */
export function sentence(message: string): string {
  const text = message.trim()
  return withStop(text.charAt(0).toUpperCase() + text.slice(1))
}

/** With a full stop, and else as it is: a name that it begins with keeps its case. */
export function withStop(message: string): string {
  return /[.!?…:]$/.test(message) || message === '' ? message : `${message}.`
}
