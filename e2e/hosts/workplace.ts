import { mkdir, mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { startCli, type Ended, type Running } from './cli.ts'

/** What any program needs of its environment; neither keys nor settings of whoever runs the tests. */
const PASSED_ON = ['PATH', 'LANG', 'SystemRoot', 'windir', 'TEMP', 'TMP', 'TMPDIR', 'XDG_RUNTIME_DIR']

export interface WorkplaceOptions {
  /** Base URL of the API. */
  api?: string
  key?: string
  /** The API's minute. */
  windowSeconds?: number
  /** Further variables. */
  environment?: Record<string, string>
}

/**
 * A person's computer for one test: a data folder and a folder of documents of its own, and the program on it.
 * Its end removes it, with every command that still runs.
 */
export class Workplace {
  /** Where the documents of the test lie. */
  readonly documents: string
  readonly data: string
  /** May be changed between commands. */
  readonly environment: Record<string, string>
  private readonly root: string
  private readonly commands: Running[] = []

  private constructor(root: string, options: WorkplaceOptions) {
    this.root = root
    this.data = join(root, 'data')
    this.documents = join(root, 'documents')
    this.environment = {
      ...Object.fromEntries(PASSED_ON.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
      HOME: root,
      SLUICE_DATA_DIR: this.data,
      SLUICE_RETRY_BASE_SECONDS: '0.01',
      ...(options.api === undefined ? {} : { ANTHROPIC_BASE_URL: options.api }),
      ...(options.key === undefined ? {} : { ANTHROPIC_API_KEY: options.key }),
      ...(options.windowSeconds === undefined ? {} : { SLUICE_LIMIT_WINDOW_SECONDS: `${options.windowSeconds}` }),
      ...options.environment,
    }
  }

  static async make(options: WorkplaceOptions = {}): Promise<Workplace> {
    const root = await realpath(await mkdtemp(join(tmpdir(), 'sluice-journey-')))
    const workplace = new Workplace(root, options)
    await mkdir(workplace.documents)
    return workplace
  }

  /** One that ends with the test that makes it, also when that runs out of time. */
  static async forTest(options: WorkplaceOptions = {}): Promise<Workplace> {
    const workplace = await Workplace.make(options)
    onTestFinished(() => workplace.end())
    return workplace
  }

  start(...args: string[]): Running {
    return this.startUnder([], ...args)
  }

  /** Starts the program by a command that becomes it, as a tracer does. */
  startUnder(command: readonly string[], ...args: string[]): Running {
    const running = startCli(args, this.environment, command)
    this.commands.push(running)
    return running
  }

  run(...args: string[]): Promise<Ended> {
    return this.start(...args).ended
  }

  /** Runs a verb with `--json` and gives its one value; a different exit code than expected is an error. */
  async json<T>(args: string[], code = 0): Promise<T> {
    const ended = await this.run(...args, '--json')
    if (ended.code !== code) {
      throw new Error(
        `expected exit ${code} of ${args.join(' ')}, came ${ended.code}\n${ended.stdout}\n${ended.stderr}`,
      )
    }
    return JSON.parse(ended.stdout) as T
  }

  /** Every file of the data folder with its bytes. */
  async dataFiles(): Promise<{ name: string; bytes: Buffer }[]> {
    const names = await readdir(this.data, { recursive: true, withFileTypes: true })
    return Promise.all(
      names
        .filter((entry) => entry.isFile())
        .map(async (entry) => {
          const name = join(entry.parentPath, entry.name)
          return { name, bytes: await readFile(name) }
        }),
    )
  }

  async end(): Promise<void> {
    await Promise.all(this.commands.filter((command) => !command.over).map((command) => command.kill('SIGKILL')))
    await rm(this.root, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  }
}
