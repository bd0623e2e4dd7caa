import { describe, expect, it } from 'vitest'
import { retryLines } from './retry-lines.ts'

describe('retryLines', () => {
  it('says what to type next where something is back in the queue', () => {
    expect(retryLines(2, { gaps: false, withGaps: 0 })).toEqual([
      '2 documents back in the queue.',
      'Work on them with: npm start -- ingest',
    ])
  })

  it('says that nothing has failed, and names --gaps where there are some', () => {
    expect(retryLines(0, { gaps: false, withGaps: 0 })).toEqual(['Nothing has failed.'])
    expect(retryLines(0, { gaps: false, withGaps: 1 })).toEqual([
      'Nothing has failed, but 1 document has gaps. Try those again with: npm start -- retry --gaps',
    ])
    expect(retryLines(0, { gaps: false, withGaps: 3 })[0]).toContain('3 documents have gaps')
    expect(retryLines(0, { gaps: true, withGaps: 0 })).toEqual(['Nothing has gaps.'])
    expect(retryLines(0, { gaps: true, gap: 'model_refused', withGaps: 1 })).toEqual([
      'Nothing has a gap with the code model_refused.',
    ])
    expect(retryLines(0, { gaps: false, chunk: 4, withGaps: 1 })).toEqual(['Chunk 5 of it is not lost.'])
    expect(retryLines(0, { gaps: false, page: 4, withGaps: 1 })).toEqual(['Page 4 of it is not lost.'])
    expect(retryLines(0, { gaps: false, discarded: true, withGaps: 1 })).toEqual(['Nothing of that was discarded.'])
  })
})
