import type { CommandOutput } from '../../../src-shared/contract/commands.ts'
import type { Letter } from '../../../src-shared/contract/schemas.ts'
import { formatTable } from './table.ts'
import { COMMAND, counted, cutMiddle, formatCost, formatCount, formatPages, utcMinute } from './wording.ts'

/** More rows than a person reads; `--json` gives all. */
const SHOWN = 100

/** The dead letters of a list, why each code came, and what to type next. */
export function letterLines(
  { letters, total }: Pick<CommandOutput<'letters.list'>, 'letters' | 'total'>,
  discarded: boolean,
): string[] {
  if (letters.length === 0) return [discarded ? 'Nothing was discarded.' : 'Nothing waits for you: no dead letters.']
  const shown = letters.slice(0, SHOWN)
  const rows = shown.map((letter) => [
    cutMiddle(letter.name, 40),
    kindOf(letter),
    letter.kind === 'chunk' ? formatPages(letter.pages) : '',
    letter.phase,
    utcMinute(letter.since),
    formatCount(callsOf(letter)),
    formatCost(letter.costUsd),
    letter.error.code,
  ])
  const heads = ['Document', 'What', 'Pages', 'Phase', 'Since', 'Calls', 'Cost', 'Why']
  const columns = heads.map((head) => (head === 'Calls' || head === 'Cost' ? { head, right: true as const } : { head }))
  return [
    ...formatTable(columns, rows),
    ...(total > shown.length ? [`and ${formatCount(total - shown.length)} more; all: --json`] : []),
    '',
    ...reasons(shown),
    '',
    ...(discarded
      ? [`Try one again: ${COMMAND} retry DOC --chunk N; all of these: ${COMMAND} retry --discarded`]
      : [
          `Read one: ${COMMAND} letters DOC --chunk N`,
          `Try again: ${COMMAND} retry DOC --chunk N; all: ${COMMAND} retry, and retry --gaps`,
          `Want nothing more of it: ${COMMAND} discard DOC --chunk N; of all: ${COMMAND} discard --all`,
        ]),
  ]
}

/** One letter with all that is known of it. `answer`: what the model said last. */
export function oneLetterLines(letter: Letter, answer: string | null): string[] {
  const { calls, error } = letter
  const asked = [
    counted(calls.answered, 'answer'),
    ...(calls.refused > 0 ? [`${formatCount(calls.refused)} refused`] : []),
    ...(calls.unknown > 0 ? [`${formatCount(calls.unknown)} unknown, possibly paid`] : []),
  ]
  return [
    `${letter.name}, ${kindOf(letter)}${letter.discarded ? ', discarded' : ''}`,
    `  ${error.message}`,
    `  ${error.remedy} (${error.code})`,
    '',
    `Pages      ${formatPages(letter.pages)}`,
    `Since      ${utcMinute(letter.since)}`,
    `Calls      ${asked.join(' · ')}`,
    `Cost       ${formatCost(letter.costUsd)}, of it ${formatCost(letter.spoiltUsd)} for answers of no use`,
    ...(letter.estimate ? [`Again      ≈ ${formatCost(letter.estimate.costUsd)}`] : []),
    '',
    ...(answer === null ? ['No answer was kept.'] : ['What the model answered:', answer || '(nothing)']),
  ]
}

function kindOf({ kind, chunk, pages }: Letter): string {
  if (kind === 'chunk') return `chunk ${formatCount((chunk ?? 0) + 1)}`
  return kind === 'page' ? `page ${formatPages(pages)}` : 'document'
}

function callsOf({ calls }: Letter): number {
  return calls.answered + calls.refused + calls.unknown
}

/** Each code once, with the sentence of the first that has it and what to do. */
function reasons(letters: readonly Letter[]): string[] {
  const firsts = new Map(letters.toReversed().map(({ error }) => [error.code, error]))
  return [...firsts.values()]
    .toReversed()
    .flatMap(({ code, message, remedy }) => [`${code}: ${message}`, `  ${remedy}`])
}
