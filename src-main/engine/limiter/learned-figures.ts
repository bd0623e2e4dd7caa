import type { Store } from '../ports.ts'

/** What answers have taught, in the store by name; what is there as it is now is not written again. */
export interface LearnedFigures {
  /** Null where there is nothing. */
  read(name: string): Promise<unknown>
  /** A figure as it was read: only another is new. */
  begin(name: string, value: unknown): void
  isNew(name: string, value: unknown): boolean
  keep(name: string, value: unknown): Promise<void>
}

export function createLearnedFigures(store: Pick<Store, 'readSettings' | 'writeSetting'>): LearnedFigures {
  const kept = new Map<string, string>()
  const begin = (name: string, value: unknown) => void kept.set(name, JSON.stringify(value))
  const isNew = (name: string, value: unknown) => kept.get(name) !== JSON.stringify(value)
  return {
    read: async (name) => (await store.readSettings(name))[name] ?? null,
    begin,
    isNew,
    async keep(name, value) {
      if (!isNew(name, value)) return
      await store.writeSetting(name, value)
      begin(name, value)
    },
  }
}
