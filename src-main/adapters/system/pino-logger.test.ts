import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPinoLogger, type LogLevel } from './pino-logger.ts'

describe('pino logger', () => {
  let folder = ''
  let screen = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-log-'))
    screen = ''
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const open = (level: LogLevel = 'info') =>
    createPinoLogger({ file: join(folder, 'sluice.log'), level, stderr: { write: (text) => (screen += text) } })
  const lines = () =>
    readFileSync(join(folder, 'sluice.log'), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line): unknown => JSON.parse(line))

  it('writes what the level lets through, warnings to the screen as well', () => {
    const logger = open()
    logger.debug('unseen')
    logger.info('document completed', { tokens: { input: 12 } })
    logger.warn('the disk is slow')
    logger.setLevel('debug')
    logger.debug('seen')
    logger.close()
    expect(lines()).toMatchObject([
      { level: 'info', msg: 'document completed', tokens: { input: 12 } },
      { level: 'warn', msg: 'the disk is slow' },
      { level: 'debug', msg: 'seen' },
    ])
    expect(screen).toBe('warn: the disk is slow\n')
  })

  it('keeps secrets out, by the name of a field and by the shape of a key', () => {
    const logger = open()
    logger.error('rejected sk-ant-api03-abcdefgh', {
      request: { headers: { 'x-api-key': 'plain', Authorization: 'plain' } },
      error: new Error('key sk-ant-api03-abcdefgh', { cause: new Error('Bearer abcdefghij') }),
      answerKey: 'kept',
    })
    logger.close()
    const text = readFileSync(join(folder, 'sluice.log'), 'utf8')
    expect(text + screen).not.toMatch(/abcdefgh|plain/)
    expect(text).toContain('"answerKey":"kept"')
  })

  it('takes no line after it was closed, and does not throw', () => {
    const logger = open()
    logger.close()
    logger.close()
    expect(() => logger.error('late')).not.toThrow()
    expect(lines()).toEqual([])
  })
})
