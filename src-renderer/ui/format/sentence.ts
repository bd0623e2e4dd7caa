/** A message as a sentence: "expected a PDF, came text" → "Expected a PDF, came text." */
export function sentence(message: string): string {
  const text = message.trim()
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?…:]$/.test(text) || text === '' ? '' : '.')
}
