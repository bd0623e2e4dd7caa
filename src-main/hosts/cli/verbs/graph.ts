import { Option, type Command } from 'commander'
import type { CommandOutput } from '../../../../src-shared/contract/commands.ts'
import type { CliContext, Runs, Verb } from '../context.ts'
import { EXIT } from '../exit-codes.ts'
import { GRAPHML_TAIL, graphmlHead, graphmlSlice } from '../graphml.ts'
import { limitOption } from '../limit-option.ts'
import type { Output } from '../output.ts'
import { formatTable } from '../table.ts'
import { graphLine } from '../token-report.ts'
import { COMMAND, counted, formatCount } from '../wording.ts'
import { writeWhole } from '../write-whole.ts'

export function addGraph(program: Command, runs: Runs): void {
  const graph = program.command('graph').description('the knowledge graph: stats, search, export')
  graph.command('stats').description('how much there is').action(runs(stats))
  graph
    .command('search')
    .description('entities by name, with their facts and where each comes from')
    .argument('<words...>', 'part of a name')
    .addOption(limitOption('entities', { most: 200, usual: 20 }))
    .action(runs(search))
  graph
    .command('export')
    .description('the whole graph')
    .addOption(new Option('--format <format>').choices(['jsonl', 'graphml']).default('jsonl'))
    .option('--out <file>', 'write to a file, not to stdout')
    .action(runs(exportGraph))
}

/** Only a group that was named: without one a graph verb is about all of them. */
function groupOf({ flags }: CliContext): { group?: string } {
  return flags['group'] === undefined ? {} : { group: flags['group'] }
}

const stats: Verb = async (context) => {
  const answer = await context.use((session) => session.call('graph.stats', groupOf(context)))
  if (context.json) context.out.json(answer)
  else {
    context.out.line(graphLine(answer))
    const rows = Object.entries(answer.types).map(([type, n]) => [type, formatCount(n)])
    if (rows.length > 0)
      for (const line of formatTable([{ head: 'Type' }, { head: 'Entities', right: true }], rows))
        context.out.line(line)
    else context.out.line(`Nothing in the graph yet. Add documents with: ${COMMAND} ingest PATH`)
  }
  return EXIT.done
}

const search: Verb = async (context, words, options) => {
  const input = { query: words.join(' '), limit: options['limit'] as number, ...groupOf(context) }
  const answer = await context.use((session) => session.call('graph.search', input))
  if (context.json) context.out.json(answer)
  else if (answer.entities.length === 0) context.out.line(`Nothing is named like "${input.query}".`)
  else for (const entity of answer.entities) printEntity(context.out, entity)
  return EXIT.done
}

function printEntity(out: CliContext['out'], entity: CommandOutput<'graph.search'>['entities'][number]): void {
  out.line(`${entity.name} (${entity.type}; ${counted(entity.mentions, 'mention')})`)
  if (entity.aliases.length > 0) out.line(`  also: ${entity.aliases.join(', ')}`)
  if (entity.summary !== '') out.line(`  ${entity.summary}`)
  for (const fact of entity.facts) {
    out.line(`  - ${fact.fact}`)
    for (const { document, page, quote } of fact.evidence) out.line(`      ${document}, page ${page}: "${quote}"`)
  }
  out.line()
}

/** Streams slice by slice, so that a large graph needs no large memory. JSON lines: one entity or fact a line. */
const exportGraph: Verb = async (context, _args, options) => {
  const file = options['out'] as string | undefined
  const graphml = options['format'] === 'graphml'
  let entities = 0
  let facts = 0
  const produce = (write: Output['write']) =>
    context.use(async (session) => {
      let reading = graphml ? await write(graphmlHead()) : true
      let cursor: string | null = null
      do {
        const slice: CommandOutput<'graph.slice'> = await session.call('graph.slice', { ...groupOf(context), cursor })
        const text = graphml ? graphmlSlice(slice) : jsonLines(slice)
        if (text !== '') reading = await write(text)
        entities += slice.entities.length
        facts += slice.facts.length
        cursor = slice.cursor
      } while (cursor !== null && reading)
      if (graphml && reading) await write(GRAPHML_TAIL)
    })
  if (file === undefined) await produce(context.out.write)
  else {
    await writeWhole(file, produce)
    if (context.json) context.out.json({ file, entities, facts })
    else context.out.line(`${counted(entities, 'entity', 'entities')} and ${counted(facts, 'fact')} written to ${file}`)
  }
  return EXIT.done
}

function jsonLines({ entities, facts }: CommandOutput<'graph.slice'>): string {
  const rows = [
    ...entities.map((entity) => ({ kind: 'entity', ...entity })),
    ...facts.map((fact) => ({ kind: 'fact', ...fact })),
  ]
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
}
