/** How the API may spoil one call, once. */
export const CALL_FAULTS = [
  'rate_limited',
  'spend_limit',
  'overloaded',
  'api_error',
  'timeout',
  'reset',
  'unreachable',
  'torn',
  'schema',
  'max_tokens',
] as const
export type CallFault = (typeof CALL_FAULTS)[number]

/** What the model does with a passage for ever. */
export const POISONS = ['schema', 'max_tokens', 'refusal', 'rejected', 'api_error'] as const
export type Poison = (typeof POISONS)[number]

/** A page that holds this word is poisoned, and so is each chunk and half of a chunk that holds it. */
export const poisonWord = (poison: Poison): string => POISON + poison
export const POISON = 'poison-'

/** What comes of a call: an answer; none before the model has worked; none although it has, and may charge for it. */
const ENDS = {
  answer: 'answered',
  schema: 'answered',
  max_tokens: 'answered',
  refusal: 'answered',
  rate_limited: 'refused',
  spend_limit: 'refused',
  overloaded: 'refused',
  api_error: 'refused',
  unreachable: 'refused',
  rejected: 'refused',
  unauthorized: 'refused',
  timeout: 'lost',
  reset: 'lost',
  torn: 'lost',
} as const

export type Behaviour = keyof typeof ENDS
type That<E extends string> = { [K in Behaviour]: (typeof ENDS)[K] extends E ? K : never }[Behaviour]
/** A way of giving no answer. */
export type CallFailure = That<'refused' | 'lost'>

export function isRefused(what: Behaviour): what is That<'refused'> {
  return ENDS[what] === 'refused'
}

export function isLost(what: Behaviour): what is That<'lost'> {
  return ENDS[what] === 'lost'
}
