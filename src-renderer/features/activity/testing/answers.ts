import type { CommandHandlers } from '../../../../src-shared/contract/commands.ts'
import type { Activity } from '../../../../src-shared/contract/events.ts'

const SENTENCES: [kind: string, text: string, documentId: string | null][] = [
  [
    'document.completed',
    'Design certificates DC-19 to DC-44 (scanned).pdf completed: 196 of 198 chunks, with 3 gaps, $0.10',
    'certificates',
  ],
  ['queue.resumed', 'the queue was resumed', null],
  ['queue.paused', 'the queue was paused', null],
  [
    'document.failed',
    'Appendix F (protected).pdf failed: expected a PDF that opens without a password, this one asks for one',
    'appendix-f',
  ],
  ['lane.held', 'the API rejected the key: calls wait for another', null],
  ['document.added', '38 documents were added.', null],
  [
    'document.known',
    'Survey of the <b>north</b> wall & "annex" 2004.pdf is known: the same bytes are in the graph already',
    null,
  ],
  ['engine.recovered', 'Sluice started again: 1 call without an answer is possibly paid', null],
]

/** `count` activities, the newest at `now`, eleven minutes apart. */
export function makeActivities(count: number, now: number): Activity[] {
  return Array.from({ length: count }, (_, i) => {
    const [kind, text, documentId] = SENTENCES[i % SENTENCES.length] as (typeof SENTENCES)[number]
    return { seq: count - i, at: now - i * 660_000, kind, documentId, text }
  })
}

export function activityAnswers(activities: readonly Activity[]): Pick<CommandHandlers, 'activity.list'> {
  return {
    'activity.list': async ({ before, kinds, limit }) => ({
      activities: activities
        .filter((activity) => before === null || activity.seq < before)
        .filter((activity) => kinds.length === 0 || kinds.some((kind) => activity.kind.startsWith(kind)))
        .slice(0, limit),
    }),
  }
}
