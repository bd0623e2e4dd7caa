import { SluiceError } from '../../../../src-shared/contract/errors.ts'
import type { CommandHandlers } from '../../../../src-shared/contract/commands.ts'
import type { Act } from './faults.ts'
import type { Life } from './life.ts'
import type { ModelServer } from '../servers/model-server.ts'
import type { Wishes } from './promises.ts'
import type { World } from './world.ts'

/** An engine that answers, and the life it lives. */
export interface Running {
  life: Life
  commands: CommandHandlers
  stop(): Promise<void>
}

export interface Office {
  world: World
  server: ModelServer
  wishes: Wishes
  files: Map<string, { path: string; bytes: number; modifiedMs: number }>
  /** Null while no engine runs. */
  running(): Running | null
}

const AGAIN_MS = 1_000

/** Does it, again and again until the engine has said yes, or that it never will: as a person at the window would. */
export async function perform(office: Office, act: Act): Promise<void> {
  const { world } = office
  if (act.do === 'revoke key') {
    office.server.keyValid = false
    world.tell('the key is revoked')
    await new Promise<void>((resolve) => world.clock.after(act.forMs, resolve))
  }
  for (;;) {
    const running = office.running()
    if (running) {
      const ended = running.life.death.then(() => (act.do === 'restart' ? 'done' : 'again'))
      const outcome = await Promise.race([attempt(office, running, act), ended])
      world.tell(`${describe(act)}: ${outcome}`)
      if (outcome !== 'again') return
    }
    await new Promise<void>((resolve) => world.clock.after(AGAIN_MS, resolve))
  }
}

async function attempt(office: Office, running: Running, act: Act): Promise<'done' | 'never' | 'again'> {
  try {
    await carryOut(office, running, act)
    return 'done'
  } catch (thrown) {
    if (!(thrown instanceof SluiceError)) office.world.broken(`a command failed without a code: ${String(thrown)}`)
    return thrown instanceof SluiceError && thrown.scope === 'service' ? 'again' : 'never'
  }
}

async function carryOut(office: Office, running: Running, act: Act): Promise<void> {
  const { life, commands, stop } = running
  const { wishes, world } = office
  switch (act.do) {
    case 'pause': {
      const { phase, finish } = act
      await commands['queue.pause']({ ...(phase && { phase }), finishDocument: finish })
      const holds = phase === null || phase === 'kg_ingest'
      if (holds) wishes.paused = { since: world.trueNow(), finishing: finish, except: null }
      return
    }
    case 'resume':
      wishes.paused = null
      return void (await commands['queue.resume']({}))
    case 'cancel':
    case 'delete': {
      const command = act.do === 'cancel' ? 'queue.cancel' : 'documents.delete'
      const { id } = await commands[command]({ document: act.document })
      wishes.ended.add(id)
      return
    }
    case 'retry':
    case 'retry phase':
      wishes.ended.clear()
      return void (await commands['queue.retry']({
        document: act.document,
        gaps: false,
        ...(act.do === 'retry phase' && { phase: act.phase }),
      }))
    case 'retry all':
      wishes.ended.clear()
      return void (await commands['queue.retry']({ gaps: false }))
    case 'retry gaps':
      wishes.ended.clear()
      return void (await commands['queue.retry']({ gaps: true }))
    case 'retry discarded':
      wishes.ended.clear()
      for (const gaps of [false, true]) await commands['queue.retry']({ gaps, discarded: true })
      return
    case 'discard all':
      return void (await commands['letters.discard']({}))
    case 'add': {
      // The same bytes again put a document that was cancelled back to work.
      wishes.ended.clear()
      const file = office.files.get(act.document)
      if (file) await commands['documents.add']({ files: [file], priority: 'normal' })
      return
    }
    case 'replace': {
      const deleting = carryOut(office, running, { ...act, do: 'delete' })
      await Promise.all([deleting, carryOut(office, running, { ...act, do: 'add' })])
      return
    }
    case 'set':
      if (act.value === 'standard') wishes.callsInFlight = 4
      return void (await commands['config.set']({ name: act.name, value: act.value }))
    case 'revoke key':
      office.server.keyValid = true
      return void (await commands['key.set']({ key: `the key of ${Math.round(world.trueNow())}` }))
    case 'restart':
      await stop()
      life.die(100)
  }
}

function describe(act: Act): string {
  return Object.values(act).join(' ')
}
