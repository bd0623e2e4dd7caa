import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asSluiceError, ERRORS } from '../../../src-shared/contract/errors.ts'
import { DEFAULT_SETTINGS } from '../../../src-shared/model/settings.ts'
import type { SpawnWorker } from '../../engine/ports.ts'
import { WORKER_ENTRIES } from '../worker-entries.ts'
import { fine, type Finding } from './doctor-checks.ts'
import { noLogger } from './no-logger.ts'
import { tinyPdf } from './tiny-pdf.ts'

export async function spawnWorkers(): Promise<SpawnWorker> {
  const { createForkWorker } = await import('../../adapters/system/fork-worker.ts')
  return createForkWorker({ entries: WORKER_ENTRIES })
}

/** Starts the reader's process and has it read a page made for the purpose. */
export async function checkReader(spawn: SpawnWorker): Promise<Finding> {
  const { createPdfReaderHost } = await import('../../adapters/pdf/reader-host.ts')
  const { createSystemClock } = await import('../../adapters/system/system-clock.ts')
  const host = createPdfReaderHost({ spawn, clock: createSystemClock(), logger: noLogger })
  const folder = await mkdtemp(join(tmpdir(), 'sluice-doctor-'))
  try {
    const path = join(folder, 'one-page.pdf')
    await writeFile(path, tinyPdf('Sluice reads this.'))
    const { readerMemoryMegabytes: memoryMegabytes } = DEFAULT_SETTINGS
    const session = await host.open(path, { fromPage: 1, timeoutMs: 30_000, memoryMegabytes })
    const [page] = await session.next()
    await session.close()
    if (page?.text.includes('Sluice reads this.')) return fine('reads a PDF in a process of its own')
    return broken(`expected a line of text, came "${page?.text ?? ''}"`)
  } catch (thrown) {
    return notWorking(thrown)
  } finally {
    await host.close()
    await rm(folder, { recursive: true, force: true })
  }
}

export async function checkFinder(spawn: SpawnWorker): Promise<Finding> {
  const { createOfflineFinder } = await import('../../adapters/offline/index.ts')
  const finder = createOfflineFinder({ spawn })
  try {
    const { entities } = await finder.find('[p1]\n\nThomas Jefferson wrote to John Adams in Paris.')
    if (entities.length > 0) return fine(`finds ${entities.map((entity) => entity.name).join(', ')} in a sentence`)
    return broken('expected some entities in a sentence, came none')
  } catch (thrown) {
    return notWorking(thrown)
  } finally {
    await finder.close()
  }
}

/** The page and the sentence are sound: what fails at them is the program, or a computer that has no room for it. */
function notWorking(thrown: unknown): Finding {
  const { code, message } = asSluiceError(thrown)
  const isBusy = code === 'computer_busy' || code === 'reader_timeout'
  return isBusy ? { ok: false, message, remedy: ERRORS.computer_busy.remedy } : broken(message)
}

function broken(message: string): Finding {
  return {
    ok: false,
    message,
    remedy: 'Delete the folder node_modules, then type: npm start. It installs the packages anew.',
  }
}
