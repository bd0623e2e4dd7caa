import { describe, expect, it } from 'vitest'
import { startApi, WIDE_LIMITS } from '../hosts/api.ts'
import { cannotRun, Desktop, engineOutside, ON } from '../hosts/desktop.ts'
import { expectPromisesKept } from '../hosts/promises.ts'
import { SAMPLES } from '../hosts/samples.ts'
import { until } from '../hosts/until.ts'
import { Workplace } from '../hosts/workplace.ts'

describe.skipIf(cannotRun ?? engineOutside)(`the computer goes down under the desktop window ${ON}`, () => {
  it('it is put off, the call in flight lands, and the next start goes on behind it', async () => {
    const api = await startApi(1, { limits: WIDE_LIMITS, latency: { baseMs: 400 } })
    const desk = await Workplace.forTest({ api: api.url, key: 'sk-ant-journey', windowSeconds: 1 })
    {
      await using desktop = await Desktop.open(desk)
      await desktop.page.getByText('Drop files or whole folders here').waitFor()
      await desktop.drop(SAMPLES.small)
      await until(() => api.bill().inFlight > 0)
      const ended = desktop.ended()
      const putOff = await desktop.app.evaluate(({ powerMonitor }) => {
        let prevented = false
        powerMonitor.emit('shutdown', { preventDefault: () => (prevented = true) })
        return prevented
      })
      expect(putOff).toBe(true)
      expect(await ended).toBe(0)
    }
    expect(api.bill()).toMatchObject({ aborted: 0, inFlight: 0 })
    expect((await desk.run('ingest')).code).toBe(0)
    expect(await expectPromisesKept(desk, api, { kills: 0, callsInFlight: 1, documents: 1 })).toEqual({ unknown: 0 })
  })
})
