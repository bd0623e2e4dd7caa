import type { CommandOutput } from '../../src-shared/contract/commands.ts'
import { useAnswer } from './use-answer.ts'

type Copies = CommandOutput<'backups.list'>['backups']

/** Says which copies of the database hold something that was added at that time; empty where none does. */
export function copiesText(copies: Copies, addedAt: number): string {
  const holding = copies.filter(({ at }) => at >= addedAt).map(({ path }) => path)
  if (holding.length === 0) return ''
  const [subject, files] = holding.length === 1 ? ['This copy', 'that file'] : ['These copies', 'those files']
  return `${subject} of the database may still hold it: ${holding.join(', ')}. Delete ${files} too to be rid of it.`
}

/** The same, asked of the engine; a null time asks nothing. */
export function useCopies(addedAt: number | null): string {
  const { data } = useAnswer('backups.list', addedAt === null ? null : {})
  return data && addedAt !== null ? copiesText(data.backups, addedAt) : ''
}
