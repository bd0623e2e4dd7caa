import type { Store } from '../../ports.ts'
import { openRig, pagesOf, type Rig } from './rig.ts'

/** An engine with one document in its queue. */
export async function oneDocument(openStore: () => Promise<Store>, pages = 4): Promise<Rig> {
  const rig = await openRig(openStore)
  await rig.add('a.pdf', { pages: pagesOf(pages, 1) })
  return rig
}

/** Works until there is nothing left to do, and ends: the first document then, and the totals. */
export async function finished(rig: Rig) {
  await rig.untilIdle()
  const { documents, totals } = await rig.report()
  await rig.stop()
  return { document: documents[0], totals }
}
