import { openSession } from '../session.ts'
import { fakeEngine } from './fake-engine.ts'

/** A process that works the folder it is given with a fake engine, tells each turn on stdout, and ends at SIGTERM. */
const [folder = ''] = process.argv.slice(2)
const ending = new AbortController()
process.on('SIGTERM', () => ending.abort())

const say = (line: string) => console.log(line)
const name = `${process.pid}`
const session = await openSession({
  folder,
  mode: 'work',
  compose: async () => ({ engine: fakeEngine(name, { push: say }), close: async () => {} }),
  onMoved: (owns) => say(owns ? 'moved: mine' : 'moved: attached'),
})
say(session.owner.mine ? 'mine' : `attached to ${session.owner.pid}`)
for await (const event of session.events(ending.signal)) {
  if (event.type === 'activity') say(`heard ${event.data.text}`)
}
await session.close()
say('closed')
