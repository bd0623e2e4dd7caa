import type { CommandHandlers } from '../../../src-shared/contract/commands.ts'
import { backupCommands } from './backups.ts'
import { configCommands } from './config.ts'
import { documentCommands } from './documents.ts'
import { graphCommands } from './graph.ts'
import { hostCommands } from './host.ts'
import { keyCommands } from './keys.ts'
import { letterCommands } from './letters.ts'
import { offlineCommands } from './offline.ts'
import { queueCommands } from './queue.ts'
import { reportCommands } from './reports.ts'
import { retentionCommands } from './retention.ts'
import type { CommandTools } from './tools.ts'

/** Every command of the contract, over the store. They work with or without a running queue. */
export function createCommands(tools: CommandTools): CommandHandlers {
  return {
    ...documentCommands(tools),
    ...queueCommands(tools),
    ...letterCommands(tools),
    ...reportCommands(tools),
    ...graphCommands(tools),
    ...configCommands(tools),
    ...keyCommands(tools),
    ...offlineCommands(tools),
    ...hostCommands(tools),
    ...backupCommands(tools),
    ...retentionCommands(tools),
  }
}
