import { oc } from '@orpc/contract'
import { z } from 'zod'
import { contract, WIRE_ERROR } from './contract.ts'
import { count, errorInfo } from './schemas.ts'

/** What became of paths that were handed over. */
const addedPaths = z.object({
  added: count,
  /** Those that waited already. */
  already: count,
  /** What could not be taken, folders without a document included. */
  problems: z.array(z.object({ path: z.string(), error: errorInfo })),
})
export type AddedPaths = z.output<typeof addedPaths>

/** The contract as a desktop window's page speaks it: files and folders go by path, and its host walks them. */
export const windowContract = {
  ...contract,
  addPaths: oc
    .errors({ [WIRE_ERROR]: { data: errorInfo } })
    .input(z.object({ paths: z.array(z.string().min(1)).max(100_000) }))
    .output(addedPaths),
}
