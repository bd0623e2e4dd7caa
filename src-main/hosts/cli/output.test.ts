import { PassThrough, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { createOutput } from './output.ts'

describe('createOutput', () => {
  it('keeps results and everything else apart', async () => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    const out = createOutput(stdout, stderr)
    out.line('a result')
    out.json({ b: [1] })
    out.note('a warning')
    await out.flush()
    stdout.end()
    stderr.end()
    expect(await text(stdout)).toBe('a result\n{"b":[1]}\n')
    expect(await text(stderr)).toBe('a warning\n')
  })

  it('gives one JSON value, whatever goes wrong behind it', async () => {
    const stdout = new PassThrough()
    const out = createOutput(stdout, new PassThrough())
    out.json({ answer: 1 })
    out.json({ error: {} })
    await out.flush()
    stdout.end()
    expect(await text(stdout)).toBe('{"answer":1}\n')
  })

  it('waits for a slow reader', async () => {
    const stdout = new PassThrough({ highWaterMark: 4 })
    const out = createOutput(stdout, new PassThrough())
    let taken = false
    const writing = out.write('more than four').then((open) => {
      taken = true
      return open
    })
    await Promise.resolve()
    expect(taken).toBe(false)
    stdout.resume()
    expect(await writing).toBe(true)
  })

  it('leaves nothing behind where a slow reader was waited for', async () => {
    const slow = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => void setImmediate(done) })
    const out = createOutput(slow, new PassThrough())
    const listeners = () => [slow.listenerCount('close'), slow.listenerCount('error'), slow.listenerCount('drain')]
    const before = listeners()
    for (let i = 0; i < 3; i += 1) expect(await out.write('more than one')).toBe(true)
    expect(listeners()).toEqual(before)
  })

  it('gives a terminal nothing to act on, whatever a name holds', async () => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    const out = createOutput(stdout, stderr)
    out.line('a\u001b]52;c;cm0=\u0007\rb\u009b2Jc.pdf\tcell')
    out.note('two\nlines\u001b[2J')
    await out.flush()
    stdout.end()
    stderr.end()
    expect(await text(stdout)).toBe('a\u{FFFD}]52;c;cm0=\u{FFFD}\u{FFFD}b\u{FFFD}2Jc.pdf\tcell\n')
    expect(await text(stderr)).toBe('two\nlines\u{FFFD}[2J\n')
  })

  it('takes a reader that is gone for no error', async () => {
    const broken = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('EPIPE'), { code: 'EPIPE' })),
    })
    const out = createOutput(broken, new PassThrough())
    const closed = new Promise<void>((resolve) => broken.once('close', resolve))
    await out.write('first')
    await closed
    expect(await out.write('second')).toBe(false)
    out.line('third')
    await out.flush()
  })
})
