import { Option, type Command } from 'commander'
import { dataLayout } from '../../data-layout.ts'
import type { Runs, Verb } from '../context.ts'
import { parsePort, workBehindWindow } from '../window-host.ts'

export function addServe(program: Command, runs: Runs): void {
  program
    .command('serve')
    .description('work the queue until a signal, day and night: for pages in a browser, scripts and other terminals')
    .addOption(portOption())
    .action(runs(serve))
}

export function portOption(): Option {
  return new Option('--port <number>', 'port on 127.0.0.1; else the one of last time').argParser(parsePort)
}

/** No progress is drawn: what happens is told by `queue`, and line by line here. */
const serve: Verb = (context, _args, options) => {
  const { out, namedFolder } = context
  return workBehindWindow(context, {
    port: (options['port'] as number | undefined) ?? null,
    alone: true,
    activity: (text) => out.note(text),
    async opened({ host, session, folder, address }) {
      const { provider } = await session.call('queue.progress', {})
      out.note(`Sluice works on ${namedFolder} (process ${process.pid}, provider ${provider}). Ctrl-C ends it.`)
      out.note(`Scripts: the token is in ${dataLayout(folder).serveToken}; send it as "authorization: Bearer TOKEN".`)
      if (context.json) out.json({ address, origin: host.origin, folder, pid: process.pid })
      else out.line(`Open this address in a browser; it works once, within ten minutes: ${address}`)
      out.note(`Another address: POST ${host.origin}code with the token, or npm start in another terminal.`)
    },
  })
}
