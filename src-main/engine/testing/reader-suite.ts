import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../../src-shared/contract/errors.ts'
import type { PageText, ReaderHost, ReaderOptions, ReaderSession } from '../ports.ts'

/** Paths of documents with the faults that a pile of documents has. */
export interface ReaderDocuments {
  /** Eighty pages; page n holds the words "This is page n". Its title is "Eighty pages". */
  whole: string
  /** The first half of a file. */
  truncated: string
  /** Something else under the name of a document. */
  garbage: string
  /** Asks for a password. */
  encrypted: string
  /** Two pages with a picture each, no text. */
  scanned: string
  /** Three pages: text, nothing at all, text. */
  blank: string
  /** Three pages; page n holds the words "This is page n". Larger than a reader should take whole. */
  vast: string
  /** Three pages with text, of which the second is damaged. */
  damagedPage: string
  /** Its first page never ends. */
  endless: string
  /** Its first page takes gigabytes of the heap. */
  hungry: string
  /** Its first page takes half a gigabyte outside the heap. */
  bloated: string
  /** No file is here. */
  missing: string
}

export interface ReaderRig {
  host: ReaderHost
  documents: ReaderDocuments
  /** Ends, from outside, the process that reads. */
  killReader(): void
  /** How many reader processes have been started so far. */
  started(): number
}

/** A reader run from its sources holds some 200 MB at rest: what is kept warm must be clear of the share that is replaced. */
const OPTIONS: ReaderOptions = { fromPage: 1, timeoutMs: 120_000, memoryMegabytes: 640 }
/** Large enough for a loaded machine to open a document, small enough to wait for. */
const SHORT_MS = 4000

/** What every reader of documents does, over real processes. */
export function describeReader(name: string, setup: () => Promise<ReaderRig>): void {
  describe(`reader: ${name}`, { timeout: 120_000 }, () => {
    let rig: ReaderRig
    beforeAll(async () => {
      rig = await setup()
    }, 120_000)
    afterAll(() => rig.host.close())

    const open = (document: keyof ReaderDocuments, options: Partial<ReaderOptions> = {}) =>
      rig.host.open(rig.documents[document], { ...OPTIONS, ...options })

    const readAll = async (document: keyof ReaderDocuments, options: Partial<ReaderOptions> = {}) => {
      const session = await open(document, options)
      try {
        return { info: session.info, batches: await rest(session) }
      } finally {
        await session.close()
      }
    }
    const codeOf = async (document: keyof ReaderDocuments, options: Partial<ReaderOptions> = {}) =>
      readAll(document, options).then(
        () => 'read',
        (thrown: { code?: ErrorCode; message?: string }) => `${thrown.code}: ${thrown.message}`,
      )
    const expectUnharmed = async (): Promise<void> => {
      const { batches } = await readAll('blank')
      expect(batches.flat().map((page) => page.state)).toEqual(['text', 'empty', 'text'])
    }

    /** What is opened next has a process of its own. */
    const expectUnharmedInNew = async (): Promise<void> => {
      const before = rig.started()
      await expectUnharmed()
      expect(rig.started()).toBe(before + 1)
    }

    it('gives every page once and in order, several at a time', async () => {
      const { info, batches } = await readAll('whole')
      expect(info).toEqual({ pages: 80, title: 'Eighty pages' })
      const pages = batches.flat()
      expect(pages.map((page) => page.number)).toEqual(Array.from({ length: 80 }, (_, i) => i + 1))
      for (const page of pages) expect(page).toMatchObject({ state: 'text', error: null })
      for (const page of pages) expect(page.text).toContain(`This is page ${page.number}`)
      expect(batches.length).toBeLessThan(20)
    })

    it('goes on at the first missing page with the same text', async () => {
      const whole = (await readAll('whole')).batches.flat()
      const resumed = (await readAll('whole', { fromPage: 41 })).batches.flat()
      expect(resumed).toEqual(whole.slice(40))
      expect((await readAll('whole', { fromPage: 81 })).batches).toEqual([])
    })

    it('reads a document that is too large to be taken whole', async () => {
      const pages = (await readAll('vast')).batches.flat()
      expect(pages.map((page) => page.text)).toEqual(['This is page 1.', 'This is page 2.', 'This is page 3.'])
    })

    it('reads one document after the other in one process', async () => {
      await expectUnharmed()
      const before = rig.started()
      await expectUnharmed()
      await expectUnharmed()
      expect(rig.started()).toBe(before)
    })

    it('reads two documents at once', async () => {
      const [one, two] = await Promise.all([readAll('whole'), readAll('damagedPage')])
      expect(one.batches.flat().length).toBe(80)
      expect(two.batches.flat().length).toBe(3)
    })

    it.each([
      ['truncated', 'pdf_corrupt'],
      ['garbage', 'not_a_pdf'],
      ['encrypted', 'pdf_encrypted'],
      ['missing', 'blob_missing'],
    ] as const)('calls a document that is %s %s, and reads the next', async (document, code) => {
      expect(await codeOf(document)).toMatch(new RegExp(`^${code}: Expected .+; .+`))
      await expectUnharmed()
    })

    it('tells pictures, blank pages and damaged pages apart, and counts each', async () => {
      expect((await readAll('scanned')).batches.flat().map((page) => page.state)).toEqual(['scanned', 'scanned'])
      const pages = (await readAll('damagedPage')).batches.flat()
      expect(pages.map((page) => page.state)).toEqual(['text', 'failed', 'text'])
      expect(pages[1]?.error).toMatchObject({ code: 'page_unreadable' })
      await expectUnharmed()
    })

    it('ends a document that takes too long, naming the page, and reads the next in a new process', async () => {
      expect(await codeOf('endless', { timeoutMs: SHORT_MS })).toMatch(/^reader_timeout: .*page 1 /)
      await expectUnharmedInNew()
    })

    it.each(['hungry', 'bloated'] as const)(
      'ends a document that is %s, and reads the next in a new process',
      async (document) => {
        expect(await codeOf(document)).toMatch(/^reader_memory: .*page 1 of /)
        await expectUnharmedInNew()
      },
    )

    it('survives the death of its process, and reads the next in a new one', async () => {
      const session = await open('endless')
      const next = session.next().catch((thrown: { code?: ErrorCode }) => thrown.code)
      rig.killReader()
      expect(await next).toBe('reader_crashed')
      await expect(session.next()).rejects.toMatchObject({ code: 'reader_crashed' })
      await session.close()
      await expectUnharmedInNew()
    })

    it('starts anew when its idle process was killed', async () => {
      await expectUnharmed()
      rig.killReader()
      await expectUnharmed()
    })

    it('can be closed while it reads, and as often as one likes', async () => {
      const session = await open('endless')
      const next = session.next().catch(() => 'ended')
      await session.close()
      await session.close()
      expect(await next).toBe('ended')
      await expectUnharmed()
    })

    it('leaves a document that was not read to its end', async () => {
      const session = await open('whole')
      expect((await session.next()).length).toBeGreaterThan(0)
      await session.close()
      await expectUnharmed()
    })
  })
}

async function rest(session: ReaderSession): Promise<PageText[][]> {
  const batches: PageText[][] = []
  for (;;) {
    const pages = await session.next()
    if (pages.length === 0) return batches
    batches.push(pages)
  }
}
