import { Command, Option } from 'commander'
import { boundsOf, SETTINGS, type SettingName } from '../../../src-shared/model/settings.ts'
import { version } from '../version.ts'
import type { Runs } from './context.ts'
import { COMMAND } from './wording.ts'
import { addBackup } from './verbs/backup.ts'
import { addBench } from './verbs/bench.ts'
import { addConfig } from './verbs/config.ts'
import { addDoctor } from './verbs/doctor.ts'
import { addGraph } from './verbs/graph.ts'
import { addIngest } from './verbs/ingest.ts'
import { addLetters } from './verbs/letters.ts'
import { addLimits } from './verbs/limits.ts'
import { addOpen } from './verbs/open.ts'
import { addQueue } from './verbs/queue.ts'
import { addReport } from './verbs/report.ts'
import { addServe } from './verbs/serve.ts'
import { addSteering } from './verbs/steering.ts'

const HELP = `
Examples:
  npm start                               open the window
  ${COMMAND} ingest ~/papers            read every PDF below a folder into the graph
  ${COMMAND} ingest --provider offline  go on with the queue without a model: free, nothing leaves this computer
  ${COMMAND} queue                      what is done, what waits, and why
  ${COMMAND} graph search "Panama"      an entity, its facts, and the pages they come from

Without a key the offline finder reads. With ANTHROPIC_API_KEY set, or after "config key set", the model does.
Scripts say: npm start --silent -- VERB --json

Exit codes:
  0    done
  1    some documents failed or have gaps
  2    wrong usage
  3    stopped because a person is needed, or --max-wait ran out; the queue is kept
  130  interrupted (143 by SIGTERM, 129 by SIGHUP); the queue is kept
`

/** Every verb and option; each verb's file adds its own. */
export function createProgram(runs: Runs): Command {
  const program = new Command('sluice')
    .description('Turns piles of documents into a knowledge graph in which every fact opens the page it came from.')
    .usage('VERB [options]')
    .version(version)
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
  program
    .option('--data <dir>', 'data folder (SLUICE_DATA_DIR)')
    .option('--json', 'one JSON value on stdout, everything else on stderr')
    .addOption(settingOption('--group <name>', 'group'))
    .addOption(settingOption('--preset <name>', 'preset'))
    .addOption(settingOption('--pace <name>', 'pace'))
    .addOption(settingOption('--provider <name>', 'provider'))
    .addOption(settingOption('--log-level <level>', 'logLevel'))
    .option('--set <name=value>', 'any other setting for this run; see: config', collect)
    .addHelpText('after', HELP)
  addIngest(program, runs)
  addServe(program, runs)
  addQueue(program, runs)
  addSteering(program, runs)
  addReport(program, runs)
  addLetters(program, runs)
  addLimits(program, runs)
  addGraph(program, runs)
  addConfig(program, runs)
  addBackup(program, runs)
  addDoctor(program, runs)
  addBench(program, runs)
  addOpen(program, runs)
  return program
}

function settingOption(flags: string, name: SettingName): Option {
  const { about } = SETTINGS[name]
  return new Option(flags, `${about} (${boundsOf(name)})`)
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value]
}
