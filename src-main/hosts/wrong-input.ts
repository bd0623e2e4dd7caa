import type { z } from 'zod'

/** In a sentence what was expected of an input and what came, for the first thing that is wrong with it. */
export function wrongInput(issues: readonly z.core.$ZodIssue[], input: unknown): string {
  const [issue] = issues
  if (!issue) return 'expected another input'
  const where = issue.path.map(String).join('.')
  const came = issue.path.reduce((value: unknown, key) => (isObject(value) ? value[key] : undefined), input)
  return `expected ${expected(issue)}${where === '' ? '' : ` as ${where}`}, came ${described(came)}`
}

function expected(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_big') return `at most ${issue.maximum}${unitOf(issue.origin)}`
  if (issue.code === 'too_small') return `at least ${issue.minimum}${unitOf(issue.origin)}`
  if (issue.code === 'invalid_type') return KINDS[issue.expected] ?? issue.expected
  if (issue.code === 'invalid_value') return `one of ${issue.values.join(', ')}`
  if (issue.code === 'unrecognized_keys') return `nothing named ${issue.keys.join(', ')}`
  return 'a value of another form'
}

const KINDS: Record<string, string> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters'
  return origin === 'array' ? ' entries' : ''
}

/** A text may be a secret or a document's: its length is told, not its words. */
function described(came: unknown): string {
  if (typeof came === 'string') return `a text of ${came.length} characters`
  if (Array.isArray(came)) return `a list of ${came.length}`
  if (typeof came === 'object' && came !== null) return 'an object'
  return came === undefined ? 'nothing' : `${came as number | boolean | null}`
}

function isObject(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null
}
