/** One exact piece of a source file, and what a bug makes of it. */
export interface Edit {
  file: string
  from: string
  to: string
}

/** A bug, and a test that has to see it. */
export interface Bug {
  name: string
  edits: Edit[]
  /** `unit` runs the sources, `commands` the program built from them. */
  project: 'unit' | 'commands'
  tests: string
  /** Part of the test's name. */
  test: string
}

const CALL_ATTEMPT = 'src-main/engine/pipeline/call-attempt.ts'
const CHUNKS = 'src-main/adapters/sqlite/chunks.ts'
const LEDGER = 'src-main/adapters/sqlite/ledger.ts'
const ERASURE = 'src-main/adapters/sqlite/answer-erasure.ts'
const ENGINE_TEST = 'src-main/adapters/sqlite/engine.test.ts'
const STORE_TEST = 'src-main/adapters/sqlite/store.test.ts'
const LIMITER_TEST = 'src-main/engine/limiter/reservation.test.ts'
const STEPS_TEST = 'e2e/commands/killed-at-steps.test.ts'

/** Each breaks one promise. */
export const BUGS: readonly Bug[] = [
  {
    name: 'the request leaves before its row is written',
    edits: [
      {
        file: CALL_ATTEMPT,
        from: '    callId = await tools.budget.record(',
        to: '    early = await llm.ask({ model, body, timeoutMs: 60_000 }, () => {})\n    callId = await tools.budget.record(',
      },
      { file: CALL_ATTEMPT, from: 'let callId: number | null = null', to: 'let early, callId: number | null = null' },
      {
        file: CALL_ATTEMPT,
        from: 'const reply = await llm.ask({ model, body, timeoutMs }, (limits) => reservation.headers(limits))',
        to: 'const reply = early',
      },
    ],
    project: 'commands',
    tests: STEPS_TEST,
    test: 'before it is sent',
  },
  {
    name: 'an answer is acted upon before it is committed',
    edits: [
      {
        file: CALL_ATTEMPT,
        from: '    await keep(tools, callId, reply, model)\n',
        to: '    const kept = callId\n    clock.after(0, () => void keep(tools, kept, reply, model))\n',
      },
    ],
    project: 'commands',
    tests: STEPS_TEST,
    test: 'committed, not parsed',
  },
  {
    name: 'the checkpoint is committed before the graph',
    edits: [
      {
        file: CHUNKS,
        from: '    finishChunk: (chunk, end, provider, now) =>\n      write(() => {\n',
        to:
          '    finishChunk: async (chunk, end, provider, now) => {\n' +
          "      const early = sql.prepare('UPDATE chunk SET state = ? WHERE id = ?')\n" +
          '      await write(() => void early.run(end.state, chunk.id))\n      await write(() => {\n',
      },
      {
        file: CHUNKS,
        from: '        recount.chunks(documentId)\n      }),\n\n    finishKgDocument',
        to: '        recount.chunks(documentId)\n      })\n    },\n\n    finishKgDocument',
      },
    ],
    project: 'commands',
    tests: STEPS_TEST,
    test: 'parsed, not in the graph',
  },
  {
    name: 'a commit is acknowledged before it is synced',
    edits: [{ file: 'src-main/adapters/sqlite/store.ts', from: "'synchronous = FULL'", to: "'synchronous = NORMAL'" }],
    project: 'commands',
    tests: 'e2e/commands/power-cut.test.ts',
    test: 'preset steady',
  },
  {
    name: 'the lock is ignored',
    edits: [
      {
        file: 'src-main/hosts/owner-lock.ts',
        from: 'return tryAcquireLock(path)',
        to: 'return tryAcquireLock(path) ?? { release() {} }',
      },
    ],
    project: 'unit',
    tests: 'src-main/hosts/takeover.test.ts',
    test: 'many that start at once have one owner',
  },
  {
    name: 'calls in flight at a kill are not named',
    edits: [
      {
        file: 'src-main/adapters/sqlite/documents.ts',
        from: "UPDATE llm_call SET state = 'unknown', ended_at = ?",
        to: "UPDATE llm_call SET state = 'refused', ended_at = ?",
      },
    ],
    project: 'unit',
    tests: ENGINE_TEST,
    test: 'killed with a call in flight',
  },
  {
    name: 'a call of unknown outcome is not booked after a restart',
    edits: [{ file: LEDGER, from: "refused: row.state === 'refused'", to: "refused: row.state !== 'answered'" }],
    project: 'unit',
    tests: STORE_TEST,
    test: 'shows the window what may still count in it',
  },
  {
    name: 'a spoilt answer is used again',
    edits: [
      {
        file: LEDGER,
        from: "AND verdict IN ('unjudged', 'valid') AND answer IS NOT NULL",
        to: 'AND answer IS NOT NULL',
      },
    ],
    project: 'unit',
    tests: STORE_TEST,
    test: 'gives the latest answer, and never a spoilt one',
  },
  {
    name: 'a question is paid again whose spoilt answer was being repaired',
    edits: [
      {
        file: 'src-main/engine/pipeline/paid-call.ts',
        from: 'const spoilt = await store.findSpoilt(question)',
        to: 'const spoilt = null as LedgerAnswer | null',
      },
    ],
    project: 'unit',
    tests: ENGINE_TEST,
    test: 'a kill between a spoilt answer and its repair',
  },
  {
    name: 'an answer that was paid is asked for again',
    edits: [
      {
        file: CALL_ATTEMPT,
        from: 'const kept = await context.ports.store.findAnswer(question.answerKey)',
        to: 'const kept = null as LedgerAnswer | null',
      },
      {
        file: 'src-main/engine/pipeline/extract-chunk.ts',
        from: "if (kept?.verdict !== 'valid') return null",
        to: 'return null',
      },
    ],
    project: 'unit',
    tests: ENGINE_TEST,
    test: 'pays only for the chunks of an edited document',
  },
  {
    name: 'a repair that was paid is paid again',
    edits: [
      {
        file: 'src-main/engine/pipeline/extract-chunk.ts',
        from: "if (kept?.verdict !== 'valid') return null",
        to: "if (kept?.verdict !== 'valid' || part.pass > 0) return null",
      },
    ],
    project: 'unit',
    tests: ENGINE_TEST,
    test: 'a chunk that the second question helped',
  },
  {
    name: 'an answer that was cut is asked for again with the same budget',
    edits: [
      {
        file: 'src-main/engine/pipeline/extract-chunk.ts',
        from: 'for (const way of cutAgain ? [halves, larger] : [larger, halves])',
        to: 'for (const way of [larger, halves])',
      },
    ],
    project: 'unit',
    tests: ENGINE_TEST,
    test: 'no budget is larger, and the answer was cut',
  },
  {
    name: 'settlement is skipped',
    edits: [{ file: CALL_ATTEMPT, from: '    reservation.settle(reply.usage, reply.limits)\n', to: '' }],
    project: 'unit',
    tests: ENGINE_TEST,
    test: 'takes documents to the graph in order',
  },
  {
    name: 'the estimate is ignored',
    edits: [
      {
        file: 'src-main/engine/limiter/family-limiter.ts',
        from: 'cost: bookedCost(estimate)',
        to: 'cost: bookedCost({ input: 1, output: 1, maxOutput: 1 })',
      },
    ],
    project: 'unit',
    tests: LIMITER_TEST,
    test: 'waits for the window',
  },
  {
    name: 'retry-after is ignored',
    edits: [
      {
        file: CALL_ATTEMPT,
        from: 'if (verdict.refusal) gate.retryAfter(failure.retryAfterMs, verdict.refusal)\n',
        to: '\n',
      },
    ],
    project: 'unit',
    tests: ENGINE_TEST,
    test: '429 with retry-after: obeyed',
  },
  {
    name: 'a model that a person has given up is still asked',
    edits: [{ file: CALL_ATTEMPT, from: ' && isCurrent(context, question)', to: '' }],
    project: 'unit',
    tests: ENGINE_TEST,
    test: 'chosen where the old one is unknown',
  },
  {
    name: 'a gap is counted as complete',
    edits: [
      {
        file: 'src-main/adapters/sqlite/gaps.ts',
        from: "WHERE document_id = ? AND state = 'failed' ORDER BY ordinal",
        to: "WHERE document_id = ? AND state = 'lost' ORDER BY ordinal",
      },
    ],
    project: 'unit',
    tests: ENGINE_TEST,
    test: 'a chunk that no repair helps is a gap',
  },
  {
    name: 'a discarded dead letter goes on waiting',
    edits: [
      {
        file: 'src-main/adapters/sqlite/discards.ts',
        from: 'UPDATE chunk SET discarded = 1 WHERE',
        to: 'UPDATE chunk SET discarded = 0 WHERE',
      },
    ],
    project: 'unit',
    tests: STORE_TEST,
    test: 'one is discarded: it waits no longer',
  },
  {
    name: 'answers outlive the document that they are about',
    edits: [
      { file: ERASURE, from: 'counted(byText.all(sha256), erased)', to: '0' },
      { file: ERASURE, from: 'counted(byDocument.all(documentId, limit), erased)', to: '0' },
    ],
    project: 'unit',
    tests: STORE_TEST,
    test: 'erases what was answered, and keeps in the ledger what it cost',
  },
  {
    name: 'calls are sent while what was paid for cannot be kept',
    edits: [
      { file: CALL_ATTEMPT, from: '  await context.holds.untilKept(cancellation)\n', to: '' },
      { file: CALL_ATTEMPT, from: ' || !context.holds.allKept()', to: '' },
      { file: CALL_ATTEMPT, from: ' && context.holds.allKept()', to: '' },
    ],
    project: 'unit',
    tests: ENGINE_TEST,
    test: 'no more calls are sent than were out (preset steady)',
  },
  {
    name: 'a spoilt log is taken for a short one',
    edits: [{ file: 'src-main/adapters/sqlite/store.ts', from: '      await refuseSpoiltLog(path)\n', to: '' }],
    project: 'unit',
    tests: 'src-main/adapters/sqlite/log-damage.test.ts',
    test: 'spoilt in a frame in its middle',
  },
  {
    name: 'a quote is not checked',
    edits: [
      {
        file: 'src-main/engine/pipeline/quotes.ts',
        from: '    return first\n',
        to: '    return first ?? this.#pageAt(0)\n',
      },
    ],
    project: 'unit',
    tests: 'src-main/engine/pipeline/resolution.test.ts',
    test: 'drops and counts facts without support',
  },
  {
    name: 'a pause is forgotten at a restart',
    edits: [
      {
        file: 'src-main/engine/queue/pauses.ts',
        from: 'restored(store, parse((await store.readSettings(KEY))[KEY]))',
        to: 'restored(store, parse(null))',
      },
    ],
    project: 'unit',
    tests: ENGINE_TEST,
    test: 'a pause stays set over a restart',
  },
  {
    name: 'a kill loses the limits that answers have named',
    edits: [
      {
        file: 'src-main/engine/pipeline/learned-watch.ts',
        from: 'if (gates.unsaved()) await',
        to: 'if (context.stopping.cancelled) await',
      },
    ],
    project: 'unit',
    tests: ENGINE_TEST,
    test: 'the limits that the first answer named hold',
  },
]
