import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import type { Behaviour } from './fake-llm.ts'
import { openRig, pagesOf } from './rig.ts'

/** Stands in every page, and so in every request and in what is answered to it. */
const SECRET = 'Wanda Verschwiegen'
const secretPages = (count: number, seed: number) =>
  pagesOf(count, seed).map((page) => `${page}\n\n${SECRET} met Ada Byron.`)
/** Also the words that fill a page. */
const OF_A_DOCUMENT = /Wanda|Verschwiegen|word\d+x\d+x/

const quoting = (rest: object) => ({ text: JSON.stringify({ entities: [], facts: [], end: 'END', ...rest }) })
/** Every way in which a call or its answer is of no use; each says something of the document. */
const TROUBLE: Behaviour[] = [
  { text: `I would rather not speak of ${SECRET}.` },
  { text: `{"entities":[{"id":"e1","name":"${SECRET}`, stopReason: 'max_tokens' },
  quoting({ facts: SECRET }),
  quoting({ entities: [{ id: SECRET, name: '' }] }),
  quoting({ end: SECRET }),
  { status: 400, type: 'invalid_request_error', message: `messages.0: "${SECRET}" is not taken` },
  { status: 529, type: 'overloaded_error', message: `too much to do with ${SECRET}` },
  { kind: 'torn', message: `cut behind ${SECRET}`, certainlyUnpaid: false },
  { text: SECRET, stopReason: 'refusal' },
]

/** What people send along when they ask for help. */
export function describeLogs(name: string, openStore: () => Promise<Store>): void {
  describe(`${name}: logs`, () => {
    it('never hold a word of a document or of an answer, at any level, whatever fails', async () => {
      const rig = await openRig(openStore, { settings: { preset: 'standard' } })
      let calls = 0
      rig.llm.behave(() => {
        const nth = calls++
        return nth % 3 === 0 ? 'answer' : (TROUBLE[(nth - Math.ceil(nth / 3)) % TROUBLE.length] ?? 'answer')
      })
      const finish = rig.store.finishChunk.bind(rig.store)
      let fails = true
      rig.store.finishChunk = (...given) => {
        if (!fails) return finish(...given)
        fails = false
        return Promise.reject(new TypeError('undefined is not a function'))
      }
      await rig.add('a.pdf', { pages: [...secretPages(6, 1), { error: 'page_unreadable' }] })
      await rig.add('b.pdf', { reading: 'reader_crashed' })
      await rig.add('c.pdf', { pages: secretPages(6, 2) })
      await rig.until(() => rig.llm.asked.length > 4)
      await rig.crash()
      rig.llm.behave(({ nth }) => TROUBLE[nth % TROUBLE.length] ?? 'answer')
      await rig.until(() => rig.llm.asked.length > 2 * TROUBLE.length)
      rig.llm.behave(() => 'answer')
      await rig.untilIdle()
      const messages = rig.logged.map(({ message }) => message)
      expect(messages).toEqual(
        expect.arrayContaining(['call failed', 'chunk failed', 'document fault', 'document ended']),
      )
      const said = rig.logged.map((line) => JSON.stringify(line, (_, value: unknown) => spelled(value)))
      expect(said.filter((line) => OF_A_DOCUMENT.test(line))).toEqual([])
      await rig.stop()
    })
  })
}

/** As the log writes it: an error with its message, its trace and its cause. */
function spelled(value: unknown): unknown {
  return value instanceof Error ? { message: value.message, stack: value.stack, cause: value.cause } : value
}
