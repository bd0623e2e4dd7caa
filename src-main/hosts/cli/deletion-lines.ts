import type { CommandOutput } from '../../../src-shared/contract/commands.ts'
import { backupLine } from './backup-line.ts'
import { counted, formatCost } from './wording.ts'

/** What went with a document, what it would cost to have it again, and where it may still be. */
export function deletionLines({ name, erased, backups }: CommandOutput<'documents.delete'>): string[] {
  const { answers, costUsd } = erased
  const again =
    answers === 0
      ? []
      : [`Added again, ${counted(answers, 'answer')} would be paid again: ${formatCost(costUsd)} at what they cost.`]
  const copies =
    backups.length === 0
      ? []
      : [
          'Copies of the database may still hold it; delete these files too to be rid of it:',
          ...backups.map(backupLine),
        ]
  return [`${name} is deleted, with its text, facts and answers.`, ...again, ...copies]
}
