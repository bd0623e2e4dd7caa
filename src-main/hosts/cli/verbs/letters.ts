import type { Command } from 'commander'
import { SluiceError } from '../../../../src-shared/contract/errors.ts'
import type { CliContext, Runs, Verb } from '../context.ts'
import { EXIT } from '../exit-codes.ts'
import { letterLines, oneLetterLines } from '../letter-lines.ts'
import { addLetterChoice, letterChoice, parseChunk } from '../letter-options.ts'
import { limitOption } from '../limit-option.ts'
import { counted } from '../wording.ts'

/** As many as one document can have. */
const MOST = 10_000

export function addLetters(program: Command, runs: Runs): void {
  program
    .command('letters')
    .description('dead letters: what failed and waits for you: why, since when, what it cost, and what the model said')
    .argument('[document]', 'id, beginning of an id, or name')
    .option('--chunk <n>', 'only this chunk of the document, with the answer that was kept', parseChunk)
    .option('--discarded', 'those that were discarded, instead')
    .addOption(limitOption('letters', { most: MOST, usual: 1000 }))
    .action(runs(letters))
  addLetterChoice(
    program
      .command('discard')
      .description('want nothing more of what failed: it waits no longer, stays in the report, and can be retried')
      .argument('[document]', 'id, beginning of an id, or name'),
  )
    .option('--all', 'of all documents')
    .action(runs(discard))
}

const letters: Verb = async (context, [document], options) => {
  const { chunk, discarded = false, limit } = options as { chunk?: number; discarded?: boolean; limit: number }
  if (chunk !== undefined) return one(context, document, chunk)
  const { json, out, use } = context
  const input = { ...(document !== undefined && { document }), discarded, limit }
  const answer = await use((session) => session.call('letters.list', input))
  if (answer.cursor !== null) out.note(`These are the first ${counted(limit, 'letter')}; for more: --limit N`)
  if (json) out.json(answer)
  else for (const line of letterLines(answer, discarded)) out.line(line)
  return EXIT.done
}

async function one({ json, out, use }: CliContext, document: string | undefined, chunk: number) {
  const { document: named = '' } = letterChoice(document, { chunk })
  const { letter, answer } = await use(async (session) => {
    const lists = [false, true].map((discarded) =>
      session.call('letters.list', { document: named, discarded, limit: MOST }),
    )
    const all = (await Promise.all(lists)).flatMap((list) => list.letters)
    const letter = all.find((one) => one.chunk === chunk - 1)
    if (!letter) throw new SluiceError('usage', `expected a dead letter; chunk ${chunk} of ${named} is none`)
    return { letter, answer: (await session.call('document.chunk', { document: named, ordinal: chunk - 1 })).answer }
  })
  if (json) out.json({ letters: [letter], answer })
  else for (const line of oneLetterLines(letter, answer)) out.line(line)
  return EXIT.done
}

const discard: Verb = async ({ json, out, use }, [document], options) => {
  if ((document === undefined) !== (options['all'] === true)) {
    throw new SluiceError('usage', 'expected a document, or --all for what failed of all of them')
  }
  const answer = await use((session) => session.call('letters.discard', letterChoice(document, options)))
  if (json) out.json(answer)
  else if (answer.letters === 0) out.line('Nothing was discarded: no dead letter is meant by that.')
  else
    out.line(`${counted(answer.letters, 'dead letter')} of ${counted(answer.documents.length, 'document')} discarded.`)
  return EXIT.done
}
