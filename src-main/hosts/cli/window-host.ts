import { InvalidArgumentError } from 'commander'
import { SluiceError } from '../../../src-shared/contract/errors.ts'
import { prepareDataFolder } from '../data-folder.ts'
import type { Session } from '../session.ts'
import type { WebHost } from '../web/web-host.ts'
import type { CliContext } from './context.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { catchInterrupts } from './interrupts.ts'
import { COMMAND } from './wording.ts'

/** The window's server, when it answers. */
interface Opened {
  host: WebHost
  session: Session
  /** Real path of the data folder. */
  folder: string
  /** With a one-use code. */
  address: string
  /** Aborts when the person asks to stop. */
  signal: AbortSignal
}

interface WindowOptions {
  port: number | null
  /** Whether the folder must be free, and scripts get a token: the verb that runs day and night. */
  alone: boolean
  opened(opened: Opened): Promise<void>
  activity?(text: string): void
}

/** Works the queue, or stands beside the process that does, and serves the window, until a signal comes. */
export async function workBehindWindow(context: CliContext, options: WindowOptions): Promise<ExitCode> {
  const { out } = context
  const interrupts = catchInterrupts(() => out.note('Stopping: calls in flight land first. Again to stop at once.'))
  let host: WebHost | null = null
  const onMoved = (owns: boolean) => {
    host?.endStreams()
    out.note(owns ? 'The Sluice that worked here has ended: going on from where it was.' : MOVED)
  }
  const session = await context.open('work', { onMoved })
  try {
    if (options.alone && !session.owner.mine) throw takenError(context.namedFolder, session.owner.pid)
    const folder = prepareDataFolder(context.namedFolder)
    const { openWebHost } = await import('../web/web-host.ts')
    host = await openWebHost({ folder, session, port: options.port, scripts: options.alone })
    await options.opened({ host, session, folder, address: host.newAddress(), signal: interrupts.signal })
    // Also what finds out that the owner has ended, where that is another process.
    for await (const event of session.events(interrupts.signal)) {
      if (event.type === 'activity') options.activity?.(event.data.text)
    }
    await session.stop()
    return interrupts.exitCode ?? EXIT.incomplete
  } finally {
    await host?.close()
    await session.close()
  }
}

const MOVED = 'Another Sluice goes on with the queue.'

export function parsePort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port
  throw new InvalidArgumentError('expected 1 to 65535')
}

function takenError(folder: string, pid: number): SluiceError {
  return new SluiceError('usage', `expected ${folder} to be free, came process ${pid}, which works on it already`, {
    remedy: `Open its window with: npm start. Hand documents over to it with: ${COMMAND} ingest PATH. Or name another folder with --data.`,
  })
}
