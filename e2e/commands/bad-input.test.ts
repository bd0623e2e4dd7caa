import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ERRORS } from '../../src-shared/contract/errors.ts'
import { encryptedPdf, pdfOf, prose, scannedPdf, writeFiles } from '../hosts/documents.ts'
import type { IngestJson, ReportJson } from '../hosts/json-shapes.ts'
import { Workplace } from '../hosts/workplace.ts'

const ROOT_READS_ALL = process.getuid?.() === 0

describe('bad input', () => {
  it('each file fails with a code, a sentence and a remedy; the good one between them is read', async () => {
    const desk = await Workplace.forTest()
    const at = (name: string) => join(desk.documents, name)
    const good = await pdfOf([prose('the good one'), prose('its second page')])
    await writeFiles({
      [at('1 empty.pdf')]: '',
      [at('2 truncated.pdf')]: good.subarray(0, 300),
      [at('3 locked.pdf')]: await encryptedPdf(),
      [at('4 good.pdf')]: good,
      [at('5 picture.pdf')]: Buffer.from('89504e470d0a1a0a', 'hex'),
      [at('6 scanned.pdf')]: await scannedPdf(),
      [at('7 letter.pdf')]: 'Dear reader, this is no PDF.\n'.repeat(50),
    })
    await mkdir(at('nothing here'))
    const run = await desk.json<IngestJson>(['ingest', desk.documents, at('missing.pdf'), at('nothing here')], 1)
    expect(run.documents).toMatchObject({ completed: 1, failed: 6, cancelled: 0, known: 0 })
    expect(run.problems.map(({ error }) => error.code).toSorted()).toEqual(['file_missing', 'folder_empty'])

    const { documents } = await desk.json<ReportJson>(['report'])
    const byName = documents.toSorted((a, b) => a.name.localeCompare(b.name))
    expect(byName.map(({ name, state, error }) => [name, state, error?.code ?? null])).toEqual([
      ['1 empty.pdf', 'failed', 'file_empty'],
      ['2 truncated.pdf', 'failed', 'pdf_corrupt'],
      ['3 locked.pdf', 'failed', 'pdf_encrypted'],
      ['4 good.pdf', 'completed', null],
      ['5 picture.pdf', 'failed', 'not_a_pdf'],
      ['6 scanned.pdf', 'failed', 'pdf_no_text'],
      ['7 letter.pdf', 'failed', 'not_a_pdf'],
    ])
    const errors = [...documents.flatMap(({ error }) => error ?? []), ...run.problems.map(({ error }) => error)]
    for (const { code, message, remedy } of errors) {
      expect(message.length, code).toBeGreaterThan(20)
      expect(remedy, code).toBe(ERRORS[code].remedy)
    }

    const inWords = (await desk.run('report')).stdout
    expect(inWords).toMatch(/^Pages +2 text · 1 scanned$/m)
    for (const { error } of documents) if (error) expect(inWords).toContain(`${error.remedy} (${error.code})`)
    expect((await desk.run('ingest')).code).toBe(0)
  })

  it('a queue with a bound refuses more than it may hold, and what was added before goes on', async () => {
    const desk = await Workplace.forTest({ environment: { SLUICE_MAX_QUEUED: '1' } })
    const at = (name: string) => join(desk.documents, name)
    await writeFiles({ [at('1.pdf')]: await pdfOf([prose('one')]), [at('2.pdf')]: await pdfOf([prose('two')]) })
    const refused = await desk.json<IngestJson>(['ingest', desk.documents], 1)
    expect(refused).toMatchObject({ added: 0, documents: { completed: 0 } })
    expect(refused.problems).toMatchObject([{ path: at('1.pdf'), error: { code: 'queue_full' } }])
    expect(await desk.json<IngestJson>(['ingest', at('1.pdf')])).toMatchObject({ documents: { completed: 1 } })
  })

  it.skipIf(ROOT_READS_ALL || process.platform === 'win32')(
    'a file this user may not read fails alone (root may read everything, so that it cannot be tried as root)',
    async () => {
      const desk = await Workplace.forTest()
      const path = join(desk.documents, 'private.pdf')
      await writeFiles({ [path]: await pdfOf([prose('a private one')]) })
      await chmod(path, 0o000)
      await desk.json(['ingest', path], 1)
      const { documents } = await desk.json<ReportJson>(['report'])
      expect(documents).toMatchObject([{ state: 'failed', error: { code: 'file_unreadable' } }])
      await chmod(path, 0o600)
      expect(await desk.json(['retry', 'private.pdf'])).toEqual({ documents: [documents[0]?.id] })
      expect(await desk.json(['ingest'])).toMatchObject({ documents: { completed: 1, failed: 0 } })
    },
  )

  it('a file that was replaced by a whole copy is read when it is added again', async () => {
    const desk = await Workplace.forTest()
    const path = join(desk.documents, 'copied half.pdf')
    const whole = await pdfOf([prose('a slow copy')])
    await writeFiles({ [path]: whole.subarray(0, 300) })
    await desk.json(['ingest', path], 1)
    await writeFiles({ [path]: whole })
    expect(await desk.json(['ingest', path])).toMatchObject({ documents: { completed: 1, failed: 0, known: 0 } })
    expect((await desk.json<ReportJson>(['report'])).totals.graph.episodes).toBe(1)
  })
})
