import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { COMMANDS, type CommandName } from '../../src-shared/contract/commands.ts'
import { calls, documentReport, errorInfo, graphCounts, tokens, totals } from '../../src-shared/contract/schemas.ts'
import { MessagesApiStandIn } from '../fixtures/messages-api/stand-in.ts'
import { WIDE_LIMITS } from '../hosts/api.ts'
import { pdfOf, prose, writeFiles } from '../hosts/documents.ts'
import { LONG } from '../hosts/samples.ts'
import { until } from '../hosts/until.ts'
import { Workplace } from '../hosts/workplace.ts'

const count = z.number().int().nonnegative()
const output = <K extends CommandName>(name: K): (typeof COMMANDS)[K]['output'] => COMMANDS[name].output

/** What scripts rely on: more fields may come, none may go. */
const INGEST = z.object({
  documents: z.object({ completed: count, failed: count, cancelled: count, known: count }),
  chunks: z.object({ total: count, completed: count, failed: count }),
  tokens,
  calls,
  costUsd: z.number(),
  graph: graphCounts,
  seconds: z.number(),
})
const DOCTOR = z.object({
  ok: z.boolean(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), message: z.string(), remedy: z.string() })),
})
const DOCUMENT = z.object({
  documents: z.array(documentReport).length(1),
  totals,
  phases: output('report.document').shape.phases,
  chunks: output('report.document').shape.chunkRows,
  estimateQuality: z
    .object({ estimated: z.number(), billed: z.number(), above: z.number(), widest: z.number() })
    .nullable(),
})
/** In words for people: what stands in brackets is a library's own. */
const FAILED = z.object({ error: errorInfo.refine(({ message }) => !message.startsWith('(')) })
const BENCH = z.object({
  machine: z.object({}),
  measures: z.array(z.object({ name: z.literal('start'), error: z.null(), figures: z.array(z.object({})).min(1) })),
})
const NAME = 'Report of Geneva.pdf'
/** Waits for its first call to the API, from before the first verb on. */
const WAITING = 'Report of Basel.pdf'

let desk: Workplace
let api: MessagesApiStandIn
beforeAll(async () => {
  api = await MessagesApiStandIn.start({ rule: { windowMs: 1000 }, limits: WIDE_LIMITS })
  desk = await Workplace.make({ api: api.url, key: 'sk-ant-journey', windowSeconds: 1 })
  const at = (name: string) => join(desk.documents, name)
  await writeFiles({ [at(NAME)]: await pdfOf([prose('Geneva')]), [at(WAITING)]: await pdfOf([prose('Basel')]) })
  await desk.json(['ingest', at(NAME)])
  api.setFaults([{ fault: { kind: 'status', status: 401 } }])
  await desk.json(['ingest', at(WAITING)], 3)
  api.setFaults([])
})
afterAll(async () => {
  await desk.end()
  await api.close()
})

/** Node as where Anthropic's SDK was never installed. */
const WITHOUT_SDK = `--import=data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module'
  registerHooks({ resolve(specifier, context, next) {
    if (specifier.startsWith('@anthropic-ai/sdk')) throw new Error('no SDK here')
    return next(specifier, context)
  } })`)}`

/** In the order in which a person might type them: later ones build on earlier ones. */
const VERBS: [args: string[], code: number, shape: z.ZodType][] = [
  [['ingest', '--no-wait'], 0, INGEST],
  [['queue'], 0, output('queue.get')],
  [['queue', '--all'], 0, output('queue.get')],
  [['jobs'], 0, output('jobs.list')],
  [['jobs', '--phase', 'kg_ingest', '--status', 'completed'], 0, output('jobs.list')],
  [['report'], 0, output('report.get')],
  [['report', NAME], 0, DOCUMENT],
  [['letters'], 0, output('letters.list')],
  [['letters', NAME, '--discarded', '--limit', '5'], 0, output('letters.list')],
  [['discard', NAME], 0, output('letters.discard')],
  [['discard', '--all', '--gap', 'model_refused'], 0, output('letters.discard')],
  [['limits'], 0, output('limits.get')],
  [['graph', 'stats'], 0, output('graph.stats')],
  [['graph', 'search', 'Curie'], 0, output('graph.search')],
  [['graph', 'search', 'Zarathustra'], 0, z.object({ entities: z.array(z.never()) })],
  [['config'], 0, output('config.get')],
  [['config', 'list'], 0, output('config.get')],
  [['config', 'get', 'pace'], 0, output('config.set')],
  [['config', 'set', 'pace', 'tight'], 0, output('config.set')],
  [['config', 'unset', 'pace'], 0, output('config.set')],
  [['config', 'key', 'show'], 0, output('key.get')],
  [['backup'], 0, output('backups.make')],
  [['backup', '--list'], 0, output('backups.list')],
  // The key was refused when the queue was worked last.
  [['doctor'], 1, DOCTOR.extend({ ok: z.literal(false) })],
  [['pause'], 0, output('queue.pause')],
  [['pause', '--phase', 'extraction'], 0, output('queue.pause')],
  [['resume'], 0, output('queue.resume')],
  [['resume', '--phase', 'extraction'], 0, output('queue.resume')],
  [['retry'], 0, output('queue.retry')],
  [['retry', '--gaps'], 0, output('queue.retry')],
  [['retry', NAME, '--chunk', '1'], 0, output('queue.retry')],
  [['retry', '--discarded'], 0, output('queue.retry')],
  [['retry', NAME, '--phase', 'kg_ingest'], 0, output('queue.retry')],
  [['cancel', NAME], 0, output('queue.cancel')],
  [['delete', NAME], 0, output('documents.delete')],
  [['ingest', '/no/such/file.pdf'], 1, INGEST],
  [['ingest'], 0, INGEST],
  [['report', 'nobody'], 2, FAILED],
  [['cancel', 'nobody'], 2, FAILED],
  [['delete'], 2, FAILED],
  [['discard'], 2, FAILED],
  [['discard', NAME, '--all'], 2, FAILED],
  [['discard', '--all', '--chunk', '1'], 2, FAILED],
  [['discard', NAME, '--page', '0'], 2, FAILED],
  [['letters', 'nobody'], 2, FAILED],
  [['letters', NAME, '--chunk', '1'], 2, FAILED],
  [['config', 'set', 'pace', 'reckless'], 2, FAILED],
  [['graph', 'export', '--out', '/no/such/folder/graph.jsonl'], 2, FAILED],
  [['ingest', '--max-wait', 'soon'], 2, FAILED],
  [['jobs', '--phase', 'reading'], 2, FAILED],
  [['jobs', '--limit', 'abc'], 2, FAILED],
  [['graph', 'search', 'Curie', '--limit', '999'], 2, FAILED],
  [['quueue'], 2, FAILED],
  [['graph'], 2, FAILED],
  [['config', 'key'], 2, FAILED],
  [['bench', 'nonsense'], 2, FAILED],
  [['queue', '--data', '/proc/no/such'], 2, FAILED],
  // Some thirty starts of the program.
  ...(LONG ? [[['bench', 'start'], 0, BENCH] as [string[], number, z.ZodType]] : []),
]

describe('every verb with --json', () => {
  it.each(VERBS.map(([args, code, shape]) => [args.join(' '), args, code, shape] as const))(
    'sluice %s: one value on stdout and nothing beside it',
    async (_name, args, code, shape) => {
      const { requests } = api.bill()
      const ended = await desk.run(...args, '--json')
      expect(ended.code, ended.stderr).toBe(code)
      expect(ended.stdout.match(/\n/g)).toHaveLength(1)
      const parsed = shape.safeParse(JSON.parse(ended.stdout))
      expect(parsed.error?.issues ?? []).toEqual([])
      // Though a document waits and there is a key, only `ingest` works the queue.
      const works = args[0] === 'ingest' && code !== 2 && !args.includes('--no-wait')
      expect(api.bill().requests).toBe(requests + (works && args.length > 1 ? 1 : 0))
    },
  )

  it('what asks the API nothing loads nothing to ask it with', async () => {
    const without = await Workplace.forTest({ key: 'sk-ant-journey', environment: { NODE_OPTIONS: WITHOUT_SDK } })
    await without.json(['pause'])
    const { error } = await without.json<z.infer<typeof FAILED>>(['ingest', join(desk.documents, NAME)], 1)
    expect(error.message).toContain('no SDK here')
  })

  it('open: one value with the address, then work until its signal', async () => {
    const window = desk.start('open', '--json')
    const opened = await until(() => window.stdout.endsWith('\n') && (JSON.parse(window.stdout) as object))
    expect(opened).toMatchObject({ address: expect.stringContaining('#code='), folder: desk.data, pid: window.pid })
    expect(await window.kill('SIGINT')).toMatchObject({ code: 130, stdout: expect.stringMatching(/^.*\n$/) })
  })

  it.runIf(process.platform === 'linux')(
    'config key set and clear: where the key is, never the key (elsewhere it would be kept in the keyring of who tests)',
    async () => {
      const environment = { XDG_RUNTIME_DIR: '', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/no/such/bus' }
      const own = await Workplace.forTest({ environment })
      const typed = ['sh', '-c', 'echo sk-ant-typed-1234 | "$@"', 'sh']
      const set = await own.startUnder(typed, 'config', 'key', 'set', '--json').ended
      expect(set.code, set.stderr).toBe(0)
      expect(JSON.parse(set.stdout)).toEqual({ key: { source: 'file', ending: '1234' } })
      expect(set.stdout + set.stderr).not.toContain('typed')
      expect(await own.json(['config', 'key', 'clear'])).toEqual({ key: null })
    },
  )
})
