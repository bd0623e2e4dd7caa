import { z } from 'zod'
import type { KeyStore, Store } from '../ports.ts'
import type { LearnedFigures } from './learned-figures.ts'
import { readLearnedLimits, type LearnedLimits } from './limits.ts'
import { readShut, type Shut } from './shut.ts'

/** How the key ends to which it was said; another's account is another. */
const toKey = z.looseObject({ keyEnding: z.string() })

/** What the API has said of a family. */
interface Said {
  limits: LearnedLimits
  shut: Shut | null
}

/** What the API has said to the key in use, by family, as it is kept. */
export interface SaidToKey {
  read(family: string): Promise<Said>
  isNew(family: string, limits: LearnedLimits): boolean
  keepLimits(family: string, limits: LearnedLimits): Promise<void>
  keepShut(family: string, shut: Shut): Promise<void>
  /** Looks at the key again: what was said to it of these families, or null while it is the same. */
  readAnother(families: Iterable<string>): Promise<Map<string, Said> | null>
}

interface Ports {
  store: Pick<Store, 'writeSetting'>
  keys: KeyStore
}

/** How the key in use ends; empty where there is none, or where that would tell too much of it. */
export async function keyEnding(keys: KeyStore): Promise<string> {
  return (await keys.describe())?.ending ?? ''
}

export function createSaidToKey({ store, keys }: Ports, figures: LearnedFigures): SaidToKey {
  let seen: string | null = null
  const ending = async () => (seen ??= await keyEnding(keys))
  const read = async (family: string, endingNow: () => Promise<string>): Promise<Said> => {
    const ofKey = async (name: string): Promise<unknown> => {
      const kept = toKey.safeParse(await figures.read(name)).data
      // In this order: a keyring is asked for the key only where something is kept at all.
      return kept && kept.keyEnding === (await endingNow()) ? kept : null
    }
    const limits = readLearnedLimits(await ofKey(limitsKey(family)))
    figures.begin(limitsKey(family), limits)
    return { limits, shut: readShut(await ofKey(shutKey(family))) }
  }
  return {
    read: (family) => read(family, ending),
    isNew: (family, limits) => figures.isNew(limitsKey(family), limits),
    async keepLimits(family, limits) {
      await store.writeSetting(limitsKey(family), { ...limits, keyEnding: await ending() })
      figures.begin(limitsKey(family), limits)
    },
    async keepShut(family, shut) {
      await store.writeSetting(shutKey(family), { ...shut, keyEnding: await ending() })
    },
    async readAnother(families) {
      const now = await keyEnding(keys)
      if (now === seen) return null
      const said = new Map<string, Said>()
      for (const family of families) said.set(family, await read(family, () => Promise.resolve(now)))
      seen = now
      return said
    },
  }
}

const limitsKey = (family: string): string => `learned.limits.${family}`
const shutKey = (family: string): string => `limits.shut.${family}`
