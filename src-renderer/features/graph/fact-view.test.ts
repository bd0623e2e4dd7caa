import { describe, expect, it } from 'vitest'
import { dayText, factViews, type GraphFact, validityText } from './fact-view.ts'

const fact: GraphFact = {
  uuid: 'f1',
  source: 'Kessler & Voigt',
  sourceUuid: 'kv',
  relation: 'CERTIFIED',
  target: 'Hinge pin batch 7741',
  targetUuid: 'pin',
  fact: 'Kessler & Voigt certified the batch.',
  validAt: '2010-03-12',
  invalidAt: '2014-06-03',
  evidence: [],
}

describe('factViews', () => {
  it('names the other end, whichever end the entity is', () => {
    expect(factViews({ uuid: 'kv' }, [fact])[0]).toMatchObject({
      relation: 'certified',
      other: { uuid: 'pin', name: 'Hinge pin batch 7741' },
      outgoing: true,
    })
    expect(factViews({ uuid: 'pin' }, [fact])[0]).toMatchObject({
      other: { uuid: 'kv', name: 'Kessler & Voigt' },
      outgoing: false,
    })
  })

  it('puts what the entity does before what is done to it', () => {
    const passive = { ...fact, uuid: 'f2', sourceUuid: 'tw', targetUuid: 'kv', relation: 'APPOINTED' }
    expect(factViews({ uuid: 'kv' }, [passive, fact]).map((view) => view.fact.uuid)).toEqual(['f1', 'f2'])
  })
})

describe('validityText', () => {
  it('says from when and until when', () => {
    expect(validityText(fact)).toBe('from 12 Mar 2010 until 3 Jun 2014')
    expect(validityText({ validAt: null, invalidAt: '2014' })).toBe('until 2014')
    expect(validityText({ validAt: null, invalidAt: null })).toBeNull()
  })
})

describe('dayText', () => {
  it('is no more exact than the document', () => {
    expect(['2010-03-12', '2010-03', '2010', '2010-03-12T00:00:00Z', 'Easter'].map(dayText)).toEqual([
      '12 Mar 2010',
      'Mar 2010',
      '2010',
      '12 Mar 2010',
      'Easter',
    ])
  })
})
