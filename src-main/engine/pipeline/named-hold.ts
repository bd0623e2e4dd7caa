import { z } from 'zod'
import { SluiceError } from '../../../src-shared/contract/errors.ts'
import { errorCode } from '../../../src-shared/contract/schemas.ts'
import type { Clock, EpochMs, KeyStore, Store } from '../ports.ts'
import { keyEnding } from '../limiter/said-to-key.ts'
import type { Lane } from '../resilience/lane.ts'

const KEY = 'lane.named'

const named = z.object({
  /** When it was said, and the time that was named. */
  at: z.number(),
  until: z.number(),
  code: errorCode,
  message: z.string(),
  /** How the key ends for which it was said; another's account is another. */
  keyEnding: z.string(),
})

/**
 * The time before which the API has said it takes nothing, such as the end of a month's spend limit. It is kept, since a
 * restart brings it no nearer; any other hold is forgotten with the process, and the first call finds out.
 */
export interface NamedHold {
  keep(error: SluiceError, until: EpochMs): Promise<void>
  /** A person brought it forward. */
  forget(): Promise<void>
}

/**
 * Holds the lane anew if the time has not come yet.
 * @param asks whether this run asks a model at all.
 */
export async function createNamedHold(
  { clock, store, keys }: { clock: Clock; store: Pick<Store, 'readSettings' | 'writeSetting'>; keys: KeyStore },
  lane: Lane,
  asks: boolean,
): Promise<NamedHold> {
  const kept = named.safeParse((await store.readSettings(KEY))[KEY]).data ?? null
  // In this order: a keyring is asked for the key only where a time is kept at all.
  if (asks && kept && kept.keyEnding === (await keyEnding(keys))) {
    const { at, until, code, message } = kept
    // By a clock that went back it is no farther than when it was said.
    const leftMs = Math.min(until - clock.now(), until - at)
    if (leftMs > 0) lane.hold(new SluiceError(code, message), clock.now() + leftMs)
  }
  let isKept = kept !== null
  return {
    async keep({ code, message }, until) {
      isKept = true
      await store.writeSetting(KEY, { at: clock.now(), until, code, message, keyEnding: await keyEnding(keys) })
    },
    async forget() {
      if (isKept) await store.writeSetting(KEY, null)
      isKept = false
    },
  }
}
