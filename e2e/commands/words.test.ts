import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Workplace } from '../hosts/workplace.ts'

let desk: Workplace
beforeAll(async () => {
  desk = await Workplace.make()
})
afterAll(() => desk.end())

describe('a word that is not known', () => {
  it.each<[string[], RegExp]>([
    [['ingset', 'x.pdf'], /ingest/],
    [['graph', 'serach', 'x'], /search/],
    [['config', 'sett', 'pace', 'tight'], /set/],
    [['queue', '--jsn'], /--json/],
    [['bench', '--jsn'], /did you mean --json\?/i],
    [['--jsn'], /did you mean --json\?/],
    [['--prest=standard', 'ingest'], /did you mean --preset\?/],
    [['--wbe'], /did you mean --web\?/],
    [['ingest', '--max-wiat', '2s'], /--max-wait/],
    [['config', 'set', 'sfetyBuffer', '0.5'], /safetyBuffer/],
    [['config', 'get', 'safety_bufer'], /safetyBuffer/],
    [['ingest', '--set', 'sfetyBuffer=0.5'], /safetyBuffer/],
    [['ingest', '--preset', 'fast'], /steady.*standard/],
    [['config', 'set', 'safetyBuffer', '2'], /0\.1 to 0\.97/],
    [['jobs', '--limit', 'abc'], /abc.*expected a whole number from 1 to 10000/],
    [['letters', '--limit', '1e3'], /1e3.*expected a whole number from 1 to 10000/],
    [['graph', 'search', 'x', '--limit', '999'], /999.*expected a whole number from 1 to 200/],
  ])('%j is answered with the right one, exit 2', async (args, right) => {
    const { code, stdout, stderr } = await desk.run(...args)
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(right)
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  it('an unknown variable is told with the nearest one, and nothing else happens', async () => {
    const odd = await Workplace.forTest({ environment: { SLUICE_SAFTY_BUFFER: '0.5' } })
    const { code, stderr } = await odd.run('queue')
    expect(code).toBe(0)
    expect(stderr).toMatch(/SLUICE_SAFTY_BUFFER.*SLUICE_SAFETY_BUFFER/)
  })
})

describe('help', () => {
  it('names every verb, and what to type first', async () => {
    const { code, stdout } = await desk.run('--help')
    expect(code).toBe(0)
    for (const verb of VERBS) expect(stdout).toMatch(new RegExp(`^  ${verb} +\\S`, 'm'))
    expect(stdout).toContain('npm start -- ingest')
  })

  it('without a verb opens the window, prints its address, and ends with its signal', async () => {
    const window = desk.start()
    const [address] = await window.says(/http:\/\/127\.0\.0\.1:\d+\/#code=\S+/)
    expect((await fetch(new URL('/health/live', address))).status).toBe(200)
    expect(await window.kill('SIGINT')).toMatchObject({ code: 130 })
  })

  it.each([
    ...VERBS,
    'graph stats',
    'graph search',
    'graph export',
    'config get',
    'config set',
    'config unset',
    'config key set',
  ])('%s --help says how it is used', async (verb) => {
    const { code, stdout, stderr } = await desk.run(...verb.split(' '), '--help')
    expect(code).toBe(0)
    expect(stderr).toBe('')
    expect(stdout).toMatch(new RegExp(`^Usage: \\S+ ${verb}`))
    expect(stdout.split('\n').length).toBeGreaterThan(5)
  })
})

const VERBS = [
  'ingest',
  'serve',
  'queue',
  'jobs',
  'pause',
  'resume',
  'retry',
  'letters',
  'discard',
  'cancel',
  'delete',
  'report',
  'limits',
  'graph',
  'config',
  'doctor',
  'bench',
  'open',
  'backup',
  'restore',
]
