import { sql as createQueue } from './migrations/0001-create-queue.ts'
import { sql as createLedger } from './migrations/0002-create-ledger.ts'
import { sql as createGraph } from './migrations/0003-create-graph.ts'
import { sql as createSearch } from './migrations/0004-create-search.ts'
import { sql as addWindowCounts } from './migrations/0005-add-window-counts.ts'
import { sql as addJobOrder } from './migrations/0006-add-job-order.ts'
import { sql as addAnswerHash } from './migrations/0007-add-answer-hash.ts'
import { sql as moveChunkText } from './migrations/0008-move-chunk-text.ts'
import { sql as changeGraphIndexes } from './migrations/0009-change-graph-indexes.ts'
import { sql as addDiscards } from './migrations/0010-add-discards.ts'
import { sql as addCallText } from './migrations/0011-add-call-text.ts'
import { sql as dropOrphanAnswers } from './migrations/0012-drop-orphan-answers.ts'
import { sql as addRetention } from './migrations/0013-add-retention.ts'
import { sql as addSpoiltIndex } from './migrations/0014-add-spoilt-index.ts'
import { sql as addAskedAfter } from './migrations/0015-add-asked-after.ts'
import { sql as dropDeletedWords } from './migrations/0016-drop-deleted-words.ts'

export interface Migration {
  /** From 1 without a hole: the database's user_version after it. */
  number: number
  name: string
  sql: string
}

/** Every migration in order. One that has been released is never changed; a new one is added behind it. */
export const MIGRATIONS: Migration[] = [
  { number: 1, name: 'create-queue', sql: createQueue },
  { number: 2, name: 'create-ledger', sql: createLedger },
  { number: 3, name: 'create-graph', sql: createGraph },
  { number: 4, name: 'create-search', sql: createSearch },
  { number: 5, name: 'add-window-counts', sql: addWindowCounts },
  { number: 6, name: 'add-job-order', sql: addJobOrder },
  { number: 7, name: 'add-answer-hash', sql: addAnswerHash },
  { number: 8, name: 'move-chunk-text', sql: moveChunkText },
  { number: 9, name: 'change-graph-indexes', sql: changeGraphIndexes },
  { number: 10, name: 'add-discards', sql: addDiscards },
  { number: 11, name: 'add-call-text', sql: addCallText },
  { number: 12, name: 'drop-orphan-answers', sql: dropOrphanAnswers },
  { number: 13, name: 'add-retention', sql: addRetention },
  { number: 14, name: 'add-spoilt-index', sql: addSpoiltIndex },
  { number: 15, name: 'add-asked-after', sql: addAskedAfter },
  { number: 16, name: 'drop-deleted-words', sql: dropDeletedWords },
]
