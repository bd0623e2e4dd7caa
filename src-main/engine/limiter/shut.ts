import { z } from 'zod'

/** The API named a time for which it takes nothing from the family: kept, since a restart does not make it shorter. */
const shut = z.object({
  /** When it said so, by the wall clock. */
  at: z.number(),
  ms: z.number().nonnegative(),
})
export type Shut = z.output<typeof shut>

/** Read back from a stored value; null for anything else. */
export function readShut(value: unknown): Shut | null {
  return shut.safeParse(value).data ?? null
}
