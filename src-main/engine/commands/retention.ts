import { toUsd } from '../../../src-shared/model/money.ts'
import { createOldThings } from '../pipeline/old-things.ts'
import type { CommandTools, Some } from './tools.ts'

export function retentionCommands({ context }: CommandTools): Some<'retention.get'> {
  const { store, clock } = context.ports
  const old = createOldThings(store, clock)
  return {
    async 'retention.get'({ keepAnswersDays, keepFilesDays }) {
      const saved = context.settings()
      const answerDays = keepAnswersDays ?? saved.keepAnswersDays
      const fileDays = keepFilesDays ?? saved.keepFilesDays
      const { cost, ...answers } = await old.answers(answerDays)
      const files = await old.files(fileDays)
      const { cost: removedCost, ...removed } = await store.removedSoFar()
      return {
        answers: { days: answerDays, ...answers, costUsd: toUsd(cost) },
        files: { days: fileDays, ...files },
        removed: { ...removed, costUsd: toUsd(removedCost) },
      }
    },
  }
}
