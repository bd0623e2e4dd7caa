/** Entry of the finder process: for each text an answer or an error. */
import { findEntities } from './find-entities.ts'
import type { FinderReply, FinderRequest } from './finder-protocol.ts'
import { parentChannel } from '../child/parent-channel.ts'

const parent = parentChannel()
parent.onMessage((message) => parent.send(reply(message as FinderRequest)))

function reply({ text }: FinderRequest): FinderReply {
  try {
    return { answer: findEntities(text) }
  } catch (thrown) {
    return { error: thrown instanceof Error ? thrown.message : String(thrown) }
  }
}
