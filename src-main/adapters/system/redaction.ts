/** Names of fields whose values are secret whatever they hold. `tokens` and `answerKey` are not among them. */
const SECRET_NAME =
  /^(x-)?api[-_]?key$|authorization|password|passphrase|secret|cookie|credential|(access|auth|bearer)[-_]?token/i

/** Keys by their shape, wherever they stand in a text: in a message of a vendor, in a URL, in a stack. */
const SECRET_TEXT = /\bsk-[A-Za-z0-9_-]{8,}|\bBearer\s+[A-Za-z0-9._~+/-]{8,}=*/g

const REDACTED = '[redacted]'

/** Deeper than any field of a log line; ends cycles. */
const MAX_DEPTH = 6

/** A copy of the fields without the values of secret names. Errors stay themselves, for the log's serializer. */
export function withoutSecretFields(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Error) return value
  if (depth >= MAX_DEPTH) return '[deep]'
  if (Array.isArray(value)) return value.map((item) => withoutSecretFields(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      SECRET_NAME.test(name) ? REDACTED : withoutSecretFields(inner, depth + 1),
    ]),
  )
}

export function withoutSecretText(text: string): string {
  return text.replace(SECRET_TEXT, REDACTED)
}
