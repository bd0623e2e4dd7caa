import { runCli } from './run.ts'

// What a run has opened is closed by then; an idle handle of a library must not keep the process.
process.exit(await runCli(process.argv.slice(2)))
