import { fork } from 'node:child_process'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { extractionAnswer } from '../../../src-shared/model/extraction.ts'
import type { SpawnWorker, WorkerExit, WorkerProcess } from '../../engine/ports.ts'
import { createOfflineFinder } from './offline-finder.ts'

const none = { entities: [], facts: [], end: 'END' }

/** A child that does with each text what the test says. */
function fakeSpawn(
  act: (text: string, child: { reply(message: unknown): void; exit(exit: WorkerExit): void }) => void,
) {
  const started: WorkerProcess[] = []
  const spawn: SpawnWorker = () => {
    const messages: ((message: unknown) => void)[] = []
    const exits: ((exit: WorkerExit) => void)[] = []
    const exit = (how: WorkerExit) => exits.splice(0).forEach((listener) => listener(how))
    const reply = (message: unknown) => messages.forEach((listener) => listener(message))
    const worker: WorkerProcess = {
      pid: started.length + 1,
      send: (message) => queueMicrotask(() => act((message as { text: string }).text, { reply, exit })),
      onMessage: (listener) => void messages.push(listener),
      onExit: (listener) => void exits.push(listener),
      kill: () => exit(null),
    }
    started.push(worker)
    return worker
  }
  return { spawn, started }
}

afterEach(() => void vi.useRealTimers())

describe('offline finder', () => {
  it('keeps one process and answers in order', async () => {
    const asked: string[] = []
    const { spawn, started } = fakeSpawn((text, { reply }) => {
      asked.push(text)
      reply({ answer: { ...none, entities: [text] } })
    })
    const finder = createOfflineFinder({ spawn })
    const answers = await Promise.all(['a', 'b', 'c'].map((text) => finder.find(text)))
    expect(answers.map(({ entities }) => entities)).toEqual([['a'], ['b'], ['c']])
    expect(asked).toEqual(['a', 'b', 'c'])
    expect(started).toHaveLength(1)
  })

  it('replaces a process that died and asks again', async () => {
    let deaths = 0
    const { spawn, started } = fakeSpawn((_, { reply, exit }) => (deaths++ === 0 ? exit(1) : reply({ answer: none })))
    await expect(createOfflineFinder({ spawn }).find('text')).resolves.toEqual(none)
    expect(started).toHaveLength(2)
  })

  it('gives a text up that ends two processes, and goes on with the next', async () => {
    const { spawn } = fakeSpawn((text, { reply, exit }) => (text === 'bad' ? exit(null) : reply({ answer: none })))
    const finder = createOfflineFinder({ spawn })
    const [bad, good] = await Promise.allSettled([finder.find('bad'), finder.find('good')])
    expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'retries_exhausted', scope: 'chunk' } })
    expect(good.status).toBe('fulfilled')
  })

  it('waits, and gives no text up, where no process can be started', async () => {
    let busy = true
    const { spawn } = fakeSpawn((_, { reply, exit }) => (busy ? exit('not started') : reply({ answer: none })))
    const finder = createOfflineFinder({ spawn })
    await expect(finder.find('text')).rejects.toMatchObject({ code: 'computer_busy', scope: 'service' })
    busy = false
    await expect(finder.find('text')).resolves.toEqual(none)
  })

  it('takes a process that is silent for a minute for hung', async () => {
    vi.useFakeTimers()
    const { spawn, started } = fakeSpawn(() => {})
    const found = createOfflineFinder({ spawn }).find('text')
    const failed = expect(found).rejects.toMatchObject({ code: 'retries_exhausted' })
    await vi.advanceTimersByTimeAsync(120_000)
    await failed
    expect(started).toHaveLength(2)
  })

  it('takes no text after it was closed', async () => {
    const { spawn } = fakeSpawn((_, { reply }) => reply({ answer: none }))
    const finder = createOfflineFinder({ spawn })
    await finder.find('text')
    await finder.close()
    await expect(finder.find('text')).rejects.toMatchObject({ code: 'internal' })
  })

  it('works with its real process', async () => {
    const finder = createOfflineFinder({ spawn: forked })
    const answer = await finder.find('[p1] In 1905 Mr. John F. Stevens visited Cuba. He was the engineer of the canal.')
    await finder.close()
    expect(extractionAnswer.parse(answer)).toEqual(answer)
    expect(answer.facts.map(({ rel }) => rel)).toEqual(['VISITED'])
  })
})

const forked: SpawnWorker = () => {
  const child = fork(new URL('./finder-child.ts', import.meta.url), [], { serialization: 'advanced', execArgv: [] })
  return {
    pid: child.pid,
    send: (message) => void child.send(message as object),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.on('exit', listener),
    kill: () => void child.kill(),
  }
}
