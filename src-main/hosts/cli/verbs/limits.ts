import type { Command } from 'commander'
import type { Runs, Verb } from '../context.ts'
import { EXIT } from '../exit-codes.ts'
import { formatDuration } from '../durations.ts'
import { formatTable } from '../table.ts'
import { formatCount } from '../wording.ts'

export function addLimits(program: Command, runs: Runs): void {
  program.command('limits').description('what the API allows, and how much of it is in use').action(runs(limits))
}

const NAMES = { requests: 'requests', input: 'input tokens', output: 'output tokens' } as const

const limits: Verb = async ({ out, json, use }) => {
  const answer = await use((session) => session.call('limits.get', {}))
  if (json) out.json(answer)
  else if (answer.limits.length === 0) out.line('No limits: nothing is asked of a model here.')
  else {
    const rows = answer.limits.map((row) => [
      row.family,
      NAMES[row.dimension],
      `${formatCount(row.used)} of ${formatCount(row.allowed)}`,
      formatCount(row.limit),
      row.source,
      `${Math.round(row.utilisationPct)} %`,
      `${Math.round(row.peakPct)} %`,
      row.nextSlotMs > 0 ? `in ${formatDuration(row.nextSlotMs)}` : 'now',
    ])
    const heads = ['Model', 'A minute of', 'Used of allowed', 'Limit', 'Source', 'In use', 'Peak', 'Next call']
    const columns = heads.map((head, i) =>
      i === 2 || i === 3 || i === 5 || i === 6 ? { head, right: true as const } : { head },
    )
    for (const line of formatTable(columns, rows)) out.line(line)
  }
  return EXIT.done
}
