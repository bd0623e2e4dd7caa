import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { outliveOutput } from './lost-output.ts'

it('ends nothing where what is written reaches nobody any more', () => {
  const streams = [new EventEmitter(), new EventEmitter()]
  const fail = () => streams.map((stream) => stream.emit('error', new Error('write EPIPE')))
  expect(fail).toThrow('EPIPE')
  outliveOutput(streams)
  expect(fail()).toEqual([true, true])
})
