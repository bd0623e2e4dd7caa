import { describe, expect, it } from 'vitest'
import { judge } from './judge.ts'

const answer = {
  entities: [{ id: 'e1', name: 'Panama', type: 'place', aliases: [], about: '' }],
  facts: [],
  end: 'END',
}

describe('judge', () => {
  it('takes a whole answer, fenced or not', () => {
    expect(judge(JSON.stringify(answer), 'end_turn')).toEqual({ valid: true, answer })
    expect(judge('```json\n' + JSON.stringify(answer) + '\n```', 'end_turn')).toEqual({ valid: true, answer })
  })

  it('drops a malformed optional field, never the answer', () => {
    const odd = { ...answer, entities: [{ id: 'e1', name: 'Panama', type: 'canal', aliases: 'none', about: 3 }] }
    expect(judge(JSON.stringify(odd), 'end_turn')).toMatchObject({
      valid: true,
      answer: { entities: [{ type: 'other', aliases: [], about: '' }] },
    })
  })

  it('makes text of what no text may hold: half a character, a NUL', () => {
    const odd = { ...answer, entities: [{ ...answer.entities[0], name: 'Pana\ud83d\u0000ma' }] }
    expect(judge(JSON.stringify(odd), 'end_turn')).toMatchObject({ answer: { entities: [{ name: 'Pana\ufffd ma' }] } })
  })

  it.each([
    ['', 'end_turn', 'answer_spoilt'],
    ['<html>', 'end_turn', 'answer_spoilt'],
    [JSON.stringify({ entities: [], facts: [] }), 'end_turn', 'answer_spoilt'],
    [JSON.stringify({ ...answer, facts: 'none' }), 'end_turn', 'answer_spoilt'],
    [JSON.stringify(answer), 'refusal', 'model_refused'],
    ['{"entities":[', 'max_tokens', 'answer_truncated'],
  ] as const)('%s with %s is %s', (text, stop, code) => {
    expect(judge(text, stop)).toMatchObject({ valid: false, code })
  })
})
