import type { ErrorCode } from '../../../../src-shared/contract/errors.ts'
import { CALL_FAULTS, type CallFault } from '../servers/behaviours.ts'
import type { Dice } from '../servers/dice.ts'

/** What a person does. */
export type Act =
  | { do: 'pause'; phase: 'extraction' | 'chunking' | 'kg_ingest' | null; finish: boolean }
  | { do: 'resume' }
  | { do: 'cancel' | 'delete' | 'retry' | 'add'; document: string }
  /** Deleted, and added again before that has ended. */
  | { do: 'replace'; document: string }
  | { do: 'retry phase'; document: string; phase: 'extraction' | 'chunking' | 'kg_ingest' }
  | { do: 'retry gaps' | 'retry all' | 'discard all' | 'retry discarded' }
  | { do: 'set'; name: 'preset' | 'pace'; value: string }
  /** The key is revoked until a person sets another. */
  | { do: 'revoke key'; forMs: number }
  /** Asked to stop, and started again. */
  | { do: 'restart' }

/**
 * One thing that goes wrong. `step`: at the nth call of any port, counted over all lives of the engine; `call`: with the
 * nth call of the model; `at`: so many milliseconds after the start.
 */
export type Fault =
  | { step: number; kind: 'crash'; when: 'before' | 'after'; downMs: number }
  | { step: number; kind: 'fail'; when: 'before' | 'after'; code: Extract<ErrorCode, 'disk_full' | 'store_failed'> }
  | { step: number; kind: 'slow'; ms: number }
  | { call: number; kind: 'call'; what: CallFault }
  | { at: number; kind: 'suspend' | 'clock back'; ms: number }
  | { at: number; kind: 'person'; act: Act }

/** Steps that a run takes for each page, about: where faults are worth placing. */
const STEPS_A_PAGE = 70
const MS_A_PAGE = 5_000

export function faultsOf(dice: Dice, job: { documents: string[]; pages: number }): Fault[] {
  const steps = 150 + STEPS_A_PAGE * job.pages
  const span = 5_000 + MS_A_PAGE * job.pages
  const kinds = KINDS.filter(() => dice.chance(0.6))
  const [first = crash, ...rest] = kinds
  const count = dice.pick([0, 1, 2, 3, 4, 6, 8, 12])
  return Array.from({ length: count }, () => dice.pick([first, ...rest])(dice, { ...job, steps, span }))
}

interface Room {
  documents: string[]
  pages: number
  steps: number
  span: number
}

function crash(dice: Dice, { steps }: Room): Fault {
  const downMs = dice.pick([10, 3_000, 90_000])
  return { step: dice.between(1, steps), kind: 'crash', when: dice.pick(['before', 'after']), downMs }
}

function fail(dice: Dice, { steps }: Room): Fault {
  const code = dice.pick(['disk_full', 'store_failed'] as const)
  return { step: dice.between(1, steps), kind: 'fail', when: dice.pick(['before', 'after']), code }
}

function slow(dice: Dice, { steps }: Room): Fault {
  return { step: dice.between(1, steps), kind: 'slow', ms: dice.pick([1, 200, 2_000]) }
}

function callFault(dice: Dice, { pages }: Room): Fault {
  return { call: dice.between(0, 1 + 2 * pages), kind: 'call', what: dice.pick(CALL_FAULTS) }
}

function clockFault(dice: Dice, { span }: Room): Fault {
  const ms = dice.pick([3_000, 600_000, 3_600_000, 57_600_000])
  return { at: dice.between(0, span), kind: dice.pick(['suspend', 'clock back']), ms }
}

function person(dice: Dice, { documents, span }: Room): Fault {
  const [first = '', ...rest] = documents
  const document = dice.pick([first, ...rest])
  const phase = dice.pick(['extraction', 'chunking', 'kg_ingest', 'kg_ingest'] as const)
  const act = dice.pick<Act>([
    { do: 'pause', phase: null, finish: false },
    { do: 'pause', phase: null, finish: true },
    { do: 'pause', phase, finish: false },
    { do: 'resume' },
    { do: 'cancel', document },
    { do: 'delete', document },
    { do: 'retry', document },
    { do: 'add', document },
    { do: 'replace', document },
    { do: 'retry phase', document, phase },
    { do: 'retry gaps' },
    { do: 'retry all' },
    { do: 'discard all' },
    { do: 'retry discarded' },
    { do: 'set', name: 'preset', value: dice.pick(['steady', 'standard']) },
    { do: 'set', name: 'pace', value: dice.pick(['normal', 'tight', 'cautious']) },
    { do: 'revoke key', forMs: dice.pick([1_000, 100_000]) },
    { do: 'restart' },
  ])
  return { at: dice.between(0, span), kind: 'person', act }
}

const KINDS = [crash, crash, fail, slow, callFault, callFault, clockFault, person, person]
