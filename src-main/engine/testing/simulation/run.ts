import type { Store } from '../../ports.ts'
import { fakeHash, FakeFiles } from '../engine-suite/fake-ports.ts'
import { createModelServer, type Surroundings } from '../servers/model-server.ts'
import { checkBytes, checkCalls, checkDocuments, checkSums } from './end.ts'
import { createHost } from './host.ts'
import { perform, type Office } from './person.ts'
import { createWatch } from './promises.ts'
import type { Scenario } from './scenario.ts'
import { createWorld, type World } from './world.ts'

export interface Outcome {
  violations: string[]
  trace: string[]
}

const HOUR_MS = 3_600_000
/** Timers between two looks at whether it is. */
const LOOK_EVERY = 12
/** After the end, a fresh engine is watched for so long: it has nothing to ask. */
const QUIET_MS = 30_000
/** What was deleted and met a fault is swept by then. */
const SWEPT_MS = 40_000

interface RunOptions {
  /** Virtual time in which everything must be at rest. */
  mostHours?: number
  /** Called at each full hour. */
  hourly?: () => void
}

/** Runs one scenario over an empty store until everything is at rest, and says which promises were broken. */
export async function runScenario(
  scenario: Scenario,
  base: Store,
  { mostHours = 6, hourly }: RunOptions = {},
): Promise<Outcome> {
  const world = createWorld(scenario)
  const server = createModelServer(surroundingsOf(world))
  const watch = createWatch(world, base, fakeHash.sha256, server)
  const files = new FakeFiles()
  const host = createHost(world, base, server, watch, files)
  const office: Office = {
    world,
    server,
    wishes: watch.wishes,
    files: new Map(
      scenario.documents.map(({ name, pages, unreadable }) => [
        name,
        files.add(`/files/${name}`, unreadable ? { reading: 'pdf_corrupt' } : { pages }),
      ]),
    ),
    running: host.running,
  }
  const inTime = () => world.clock.monotonic() < mostHours * HOUR_MS
  const idle = async () => (await base.queueTotals()).documentsLeft === 0
  /** Moves time until it is done, or the time is over. */
  const until = async (done: () => boolean | Promise<boolean>, every = 1): Promise<void> => {
    for (let timers = 0; inTime(); timers++) {
      if (timers % every === 0 && (await done())) return
      await host.goOn()
    }
  }
  let open = 0
  const begin = (work: Promise<void>) => {
    open += 1
    void work.then(() => (open -= 1))
  }
  const atRest = () => open === 0 && host.running() !== null

  const at = (ms: number) => new Promise<void>((resolve) => world.clock.after(ms, resolve))
  const everyHour = (run: () => void): void =>
    void world.clock.after(HOUR_MS, () => {
      run()
      everyHour(run)
    })
  if (hourly) everyHour(hourly)
  const add = (document: string) => perform(office, { do: 'add', document })
  for (const { name, addedAt } of scenario.documents) {
    if (addedAt !== null) begin(addedAt === 0 ? add(name) : at(addedAt).then(() => add(name)))
  }
  for (const fault of scenario.faults) {
    if (!('at' in fault)) continue
    const { at: due, ...what } = fault
    begin(
      at(due).then(() => {
        if (what.kind === 'person') return perform(office, what.act)
        world.tell(`${what.kind} ${what.ms}`)
        if (what.kind === 'suspend') world.suspend(what.ms)
        else world.clock.jumpWall(-what.ms)
        return undefined
      }),
    )
  }
  await until(atRest)
  // The person mends what is broken and lets go of what is held.
  begin(perform(office, { do: 'revoke key', forMs: 0 }).then(() => perform(office, { do: 'resume' })))
  const rested = async () => atRest() && (await idle())
  const late = scenario.documents.filter(({ addedAt }) => addedAt === null)
  if (late.length > 0) {
    const hadTime = world.clock.monotonic() + HOUR_MS
    await until(async () => world.clock.monotonic() > hadTime || (await rested()), LOOK_EVERY)
    for (const { name } of late) begin(add(name))
  }
  await until(rested, LOOK_EVERY)
  if (world.counted('store faults') > 0) {
    const since = world.clock.monotonic()
    await until(() => world.clock.monotonic() - since > SWEPT_MS)
  }
  if (await rested()) {
    await checkDocuments(world, base)
    await checkBytes(world, base, host.kept(), false)
  }
  if (scenario.documents.some(({ poisoned }) => poisoned)) {
    server.healed = true
    begin(
      perform(office, { do: 'retry all' })
        .then(() => perform(office, { do: 'retry gaps' }))
        .then(() => perform(office, { do: 'retry discarded' })),
    )
    await until(rested, LOOK_EVERY)
    if (await rested()) await checkDocuments(world, base, 'healed')
  }
  if (await rested()) {
    const asked = server.requests.length
    begin(perform(office, { do: 'restart' }))
    await until(atRest)
    const since = world.clock.monotonic()
    await until(() => world.clock.monotonic() - since > QUIET_MS)
    if (server.requests.length > asked) world.broken('a fresh start asked although all was done')
    await checkSums(world, base, server)
    await checkCalls(world, base, server)
    // A fault may have stopped the last sweep; the next start would do it.
    await checkBytes(world, base, host.kept(), world.counted('store faults') === 0)
  } else {
    world.broken(`not at rest in time: ${JSON.stringify(await base.queueTotals())}`)
  }
  host.running()?.life.die(0)
  return { violations: world.violations, trace: world.trace }
}

/** What of this world the API lives in. */
function surroundingsOf({ scenario, clock, trueNow, broken }: World): Surroundings {
  const { seed, rules, settings } = scenario
  return {
    seed: seed + 0x5eed,
    rules,
    faults: new Map(scenario.faults.flatMap((fault) => (fault.kind === 'call' ? [[fault.call, fault.what]] : []))),
    callTimeoutMs: Number(settings['callTimeoutSeconds']) * 1_000,
    now: trueNow,
    after: clock.after,
    broken,
  }
}
