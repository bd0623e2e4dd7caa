import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { startApi, WIDE_LIMITS } from '../hosts/api.ts'
import { expectPromisesKept } from '../hosts/promises.ts'
import { LONG, SAMPLES } from '../hosts/samples.ts'
import { until } from '../hosts/until.ts'
import { Workplace } from '../hosts/workplace.ts'

/** Puts the wall clock of a program off; timers and the monotonic clock go on as they are. */
const wallOff = (ms: number) => {
  const code = `const now = Date.now; Date.now = () => now() + ${ms}`
  return `--import data:text/javascript,${encodeURIComponent(code)}`
}
/** The clock of a computer that has been up a day longer: what an earlier boot counted says nothing. */
const OTHER_BOOT = ['unshare', '-T', '--monotonic', '86400', '--boottime', '86400']

describe('a clock that is another after a restart', () => {
  it.for([
    ['an hour back', wallOff(-3_600_000), []],
    ...(LONG ? ([['a day ahead', wallOff(25 * 3_600_000), []]] as const) : []),
    ['of another boot', '', OTHER_BOOT],
  ] as const)('$0: the window of before is waited for no longer than one', async ([, options, under], { skip }) => {
    const [command, ...rest] = [...under, 'true']
    skip(spawnSync(command ?? 'true', rest).status !== 0, 'a clock of its own needs Linux, and root')
    const api = await startApi(1, { limits: WIDE_LIMITS })
    const desk = await Workplace.forTest({ api: api.url, key: 'sk-ant-journey', windowSeconds: 1 })
    api.setFaults([{ match: { nth: 2 }, fault: { kind: 'stall' } }])
    const first = desk.start('ingest', SAMPLES.small)
    await until(() => api.bill().requests === 2)
    await first.kill('SIGKILL')
    api.setFaults([])
    if (options !== '') desk.environment['NODE_OPTIONS'] = options
    const { code, stderr } = await desk.startUnder(under, 'ingest', '--max-wait', '2m').ended
    expect(code, stderr).toBe(0)
    await expectPromisesKept(desk, api, { kills: 1, callsInFlight: 1, documents: 1 })
  })
})
