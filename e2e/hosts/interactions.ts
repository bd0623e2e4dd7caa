import type { BrowserContext } from 'playwright-core'

/** Shorter ones are told to nobody; they are counted, and taken to have lasted this. */
const THRESHOLD_MS = 16

/** The file that the journeys leave theirs in, a line for each, where one is named. */
export const INTERACTIONS_IN = 'INTERACTIONS_IN'

const BINDING = '__interactions'

/** Clicks and keys in the pages of a context, as Chromium times them: until the frame that shows their effect, in steps of 8 ms. */
export interface Interactions {
  /** Of each so far, in milliseconds. Of a page that was left, those below the threshold are not known any more. */
  durations(): Promise<number[]>
}

/** Before a page is opened. */
export async function watchInteractions(context: BrowserContext): Promise<Interactions> {
  /** By document and interaction, which may be several events: the longest. */
  const longest = new Map<string, number>()
  await context.exposeBinding(BINDING, (_source, told: [key: string, duration: number][]) => {
    for (const [key, duration] of told) longest.set(key, Math.max(duration, longest.get(key) ?? 0))
  })
  await context.addInitScript(listen, { binding: BINDING, threshold: THRESHOLD_MS })
  return {
    async durations() {
      const open = await Promise.all(context.pages().map((page) => page.evaluate(countOf)))
      const quick = open.reduce((sum, { document, count }) => {
        const known = [...longest.keys()].filter((key) => key.startsWith(document)).length
        return sum + count - known
      }, 0)
      return [...longest.values(), ...Array.from({ length: quick }, () => THRESHOLD_MS)]
    },
  }
}

/** What of Event Timing the types do not know yet. */
interface EventEntry extends PerformanceEntry {
  interactionId: number
}

/** Runs in the page, before anything of it. */
function listen({ binding, threshold }: { binding: string; threshold: number }): void {
  const page = globalThis as unknown as Record<string, (told: [string, number][]) => void>
  const note = (list: PerformanceObserverEntryList) => {
    const of = (list.getEntries() as EventEntry[]).filter(({ interactionId }) => interactionId !== 0)
    const told = of.map((entry): [string, number] => [
      `${performance.timeOrigin} ${entry.interactionId}`,
      entry.duration,
    ])
    if (told.length > 0) page[binding]?.(told)
  }
  new PerformanceObserver(note).observe({ type: 'event', durationThreshold: threshold } as PerformanceObserverInit)
}

/** Runs in the page. */
async function countOf(): Promise<{ document: string; count: number }> {
  // What was told of the last frames is on its way.
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve))))
  const { interactionCount } = performance as Performance & { interactionCount: number }
  return { document: `${performance.timeOrigin} `, count: interactionCount }
}
