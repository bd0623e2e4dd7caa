import { describe, expect, it } from 'vitest'
import { SluiceError } from '../../../src-shared/contract/errors.ts'
import type { Transfer } from '../client.ts'
import { createTransfers, type Send } from './transfers.ts'

const file = (name: string) => new File(['body'], name)

async function* files(...names: string[]): AsyncGenerator<File> {
  for (const name of names) yield file(name)
}

const gone = () => new SluiceError('owner_unreachable', 'expected an answer, came nothing')

function create(send: Send, check: (file: File) => Promise<void> = async () => {}) {
  const waits: number[] = []
  const seen: Transfer[][] = []
  const transfers = createTransfers({
    send,
    check,
    async wait(ms) {
      waits.push(ms)
    },
  })
  return {
    waits,
    seen,
    add: (given: Parameters<typeof transfers.add>[0]) => transfers.add(given, (now) => seen.push(now)),
  }
}

describe('createTransfers', () => {
  it('sends two at a time, in order, and lists none that has come', async () => {
    const begun: string[] = []
    const ends: (() => void)[] = []
    const { add, seen } = create((file, sent) => {
      begun.push(file.name)
      sent(2)
      return new Promise((resolve) => ends.push(resolve))
    })
    const added = add(files('a', 'b', 'c'))
    await expect.poll(() => begun).toEqual(['a', 'b'])
    await expect
      .poll(() => seen.at(-1)?.map(({ name, sent }) => [name, sent]))
      .toEqual([
        ['a', 2],
        ['b', 2],
        ['c', 0],
      ])
    ends.shift()?.()
    await expect.poll(() => begun).toEqual(['a', 'b', 'c'])
    for (const end of ends) end()
    await added
    expect(seen.at(-1)).toEqual([])
  })

  it('begins in order also where the first is checked longer', async () => {
    const begun: string[] = []
    const checked = Promise.withResolvers<void>()
    const { add } = create(
      async (file) => void begun.push(file.name),
      ({ name }) => (name === 'a' ? checked.promise : Promise.resolve()),
    )
    const added = add(files('a', 'b', 'c'))
    await new Promise((resolve) => setImmediate(resolve))
    expect(begun).toEqual([])
    checked.resolve()
    await added
    expect(begun).toEqual(['a', 'b', 'c'])
  })

  it('keeps what failed, with what to do, until something else is added', async () => {
    const { add, seen, waits } = create(
      async () => {},
      async ({ name }) => {
        if (name === 'big') throw new SluiceError('file_too_large', 'expected 1 MB, came 2 MB', { remedy: 'Split it.' })
      },
    )
    await add(files('big', 'small'))
    expect(seen.at(-1)).toMatchObject([{ name: 'big', error: 'expected 1 MB, came 2 MB. Split it.' }])
    await add(files('other'))
    expect(seen.at(-1)).toEqual([])
    expect(waits).toEqual([])
  })

  it('lists what cannot be read, and sends the rest', async () => {
    const sent: string[] = []
    const { add, seen } = create(async ({ name }) => void sent.push(name))
    async function* dropped() {
      yield { name: 'locked', unread: new DOMException('A requested file could not be read', 'NotReadableError') }
      yield file('a')
    }
    await add(dropped())
    expect(sent).toEqual(['a'])
    expect(seen.at(-1)).toMatchObject([{ name: 'locked', error: expect.stringContaining('could not be read') }])
  })

  it('tries again while nothing answers', async () => {
    let tries = 0
    const { add, seen, waits } = create(async () => {
      tries += 1
      if (tries < 4) throw gone()
    })
    await add(files('a'))
    expect(seen.at(-1)).toEqual([])
    expect(waits).toEqual([1000, 2000, 4000])
  })

  it('gives up in the end', async () => {
    const { add, seen } = create(async () => {
      throw gone()
    })
    await add(files('a'))
    expect(seen.at(-1)).toMatchObject([{ name: 'a', error: expect.stringContaining('came nothing') }])
  })

  it('says that there was nothing to take', async () => {
    const { add } = create(async () => {})
    await expect(add(files())).rejects.toMatchObject({ code: 'folder_empty' })
  })
})
