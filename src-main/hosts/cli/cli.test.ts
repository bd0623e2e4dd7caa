import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fillDatabase, writeOlder } from '../../adapters/sqlite/testing/older-database.ts'
import { tinyPdf } from './tiny-pdf.ts'

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))
const SENTENCE = 'Thomas Jefferson wrote to John Adams in Paris.'

let folder = ''
let running: { stop(): Promise<unknown> }[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-cli-'))
})
afterEach(async () => {
  for (const one of running) await one.stop()
  running = []
  rmSync(folder, { recursive: true })
})

/** Starts the command line on a data folder of the test's own; never with a key. */
function start(args: string[], environment: Record<string, string> = {}) {
  const { ANTHROPIC_API_KEY: _key, ...inherited } = process.env
  const env = {
    ...inherited,
    CI: 'true',
    SLUICE_DATA_DIR: join(folder, 'data'),
    SLUICE_PROVIDER: 'offline',
    ...environment,
  }
  const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const exited = once(child, 'exit')
  running.push({ stop: () => (child.kill('SIGKILL'), exited) })
  let noted = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    noted += chunk
  })
  return {
    child,
    exited: exited.then(([code]) => code as number),
    async notes(wanted: RegExp): Promise<void> {
      while (!wanted.test(noted)) await once(child.stderr, 'data')
    },
    noted: () => noted,
  }
}

async function run(args: string[], environment?: Record<string, string>) {
  const { child, exited, noted } = start(args, environment)
  const [stdout, code] = await Promise.all([text(child.stdout), exited])
  return { code, stdout, stderr: noted() }
}

async function runJson(args: string[]) {
  const { code, stdout } = await run([...args, '--json'])
  return { code, json: JSON.parse(stdout) as Record<string, unknown> }
}

function pdf(name: string, line = SENTENCE): string {
  const path = join(folder, name)
  writeFileSync(path, tinyPdf(line))
  return path
}

describe('the command line', { timeout: 120_000 }, () => {
  it('names the verbs and what to type first', async () => {
    const { code, stdout } = await run(['--help'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^ {2}ingest /m)
    expect(stdout).toContain('npm start -- ingest')
  })

  it('says that the database of an older Sluice is made compact while it is', async () => {
    const today = join(folder, 'today.db')
    mkdirSync(join(folder, 'data'))
    await fillDatabase(today)
    await writeOlder(today, join(folder, 'data', 'sluice.db'), 11)
    const { code, stderr } = await run(['queue'])
    expect(stderr).toContain('Making the database compact, once: 1 MB.')
    expect(code).toBe(0)
  })

  it.each([
    [['igest'], 'did you mean ingest?'],
    [['queue', '--jsn'], 'Did you mean --json?'],
    [['config', 'get', 'modle'], 'did you mean model?'],
    [['ingest', '--pace', 'tigth'], 'cautious | normal | tight'],
    [['ingest', '--max-wait', 'soon'], '--max-wait'],
  ])('answers %j with the nearest right word, exit 2', async (args, hint) => {
    const { code, stdout, stderr } = await run([...args, '--json'])
    expect(code).toBe(2)
    expect(stderr).toContain(hint)
    expect(JSON.parse(stdout)).toMatchObject({ error: { message: expect.stringContaining(hint) } })
  })

  it('does the main job, goes on past bad input, and knows the same files again', async () => {
    mkdirSync(join(folder, 'empty'))
    writeFileSync(join(folder, 'none.pdf'), 'no PDF at all')
    const first = await runJson(['ingest', pdf('a.pdf'), join(folder, 'none.pdf'), join(folder, 'missing.pdf')])
    expect(first.code).toBe(1)
    expect(first.json).toMatchObject({
      documents: { completed: 1, failed: 1, cancelled: 0, known: 0 },
      chunks: { total: 1, completed: 1, failed: 0 },
      calls: { answered: 0 },
      costUsd: 0,
      problems: [{ error: { code: 'file_missing' } }],
    })
    const again = await runJson(['ingest', join(folder, 'a.pdf')])
    expect(again).toMatchObject({ code: 0, json: { documents: { completed: 0, known: 1 } } })
    const one = await runJson(['report', 'a.pdf'])
    expect(one.json).toMatchObject({
      documents: [{ name: 'a.pdf', state: 'completed', gaps: [], error: null }],
      totals: { documents: 1, graph: { episodes: 1 } },
      phases: [{ phase: 'ingestion' }, { phase: 'extraction' }, { phase: 'chunking' }, { phase: 'kg_ingest' }],
      chunks: [{ ordinal: 0, state: 'completed' }],
    })
  })

  it('keeps the queue when it may not wait, and says what stops it', async () => {
    expect(await runJson(['ingest', pdf('a.pdf'), '--no-wait'])).toMatchObject({ code: 0, json: { documentsLeft: 1 } })
    expect(await runJson(['pause'])).toMatchObject({ json: { all: true } })
    const stopped = await run(['ingest'])
    expect(stopped.code).toBe(3)
    expect(stopped.stdout).toMatch(/paused.*npm start -- resume/)
    await run(['resume'])
    // All that is left stands behind this one phase.
    expect(await runJson(['pause', '--phase', 'ingestion'])).toMatchObject({ json: { phases: ['ingestion'] } })
    const stuck = await run(['ingest'])
    expect(stuck.code).toBe(3)
    expect(stuck.stdout).toMatch(/paused: ingestion.*npm start -- resume/)
    await run(['resume', '--phase', 'ingestion'])
    expect((await run(['ingest'])).code).toBe(0)
  })

  it('says what is known already, what has not failed and what is missing without contradicting itself', async () => {
    await run(['ingest', pdf('a.pdf')])
    const again = await run(['ingest', join(folder, 'a.pdf')])
    expect(again.stderr).toContain('1 file added to the queue.')
    expect(again.stdout).toContain('Documents  1 known already, not read again\n')
    expect(again.stdout).toContain('Chunks     none\n')
    expect((await run(['retry'])).stdout).toBe('Nothing has failed.\n')
    expect((await run(['cancel', 'a.pdf'])).stdout).toBe('a.pdf has ended already; nothing was changed.\n')
    const jobs = await run(['jobs', '--limit', '2'])
    expect(jobs.stdout.trim().split('\n')).toHaveLength(3)
    expect(jobs.stderr).toContain('the first 2 rows')
    expect((await run(['jobs'])).stderr).toBe('')
    expect((await run(['retry', '--gaps'])).stdout).toBe('Nothing has gaps.\n')
    const missing = await run(['ingest', join(folder, 'none.pdf')])
    expect(missing.stderr).toContain('came no such file or folder')
    expect(missing.stderr).not.toMatch(/ENOENT|added/)
  })

  it('serves other terminals, refuses a second server, and stops at a signal', async () => {
    const server = start(['serve'])
    await server.notes(/Sluice works on/)
    const second = await runJson(['serve'])
    expect(second).toMatchObject({
      code: 2,
      json: { error: { message: expect.stringContaining(`${server.child.pid}`) } },
    })
    const handed = await run(['ingest', pdf('a.pdf')])
    expect(handed.code).toBe(0)
    expect(handed.stderr).toContain(`process ${server.child.pid}`)
    const checks = await runJson(['doctor'])
    expect(checks).toMatchObject({ code: 0, json: { ok: true } })
    server.child.kill('SIGTERM')
    expect(await server.exited).toBe(143)
  })

  it('is not disturbed by a reader that goes away', async () => {
    await run(['ingest', pdf('a.pdf')])
    const { child, exited, noted } = start(['graph', 'export'])
    child.stdout.destroy()
    expect(await exited).toBe(0)
    expect(noted()).toBe('')
  })
})
