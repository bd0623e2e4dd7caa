import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { scratchFolder } from './scratch.ts'
import { runSluice, type SluiceOptions } from './sluice-process.ts'

/** A data folder with so many documents, none of which is worked on. */
export async function queuedDocuments(documents: number): Promise<SluiceOptions> {
  const folder = scratchFolder()
  const files = join(folder, 'files')
  mkdirSync(files)
  for (let i = 0; i < documents; i += 1) writeFileSync(join(files, `${i}.pdf`), `%PDF-1.4 ${i}`)
  const options = { data: join(folder, 'data'), environment: { SLUICE_PROVIDER: 'offline' } }
  await runSluice(['pause'], options)
  await runSluice(['ingest', files, '--no-wait'], options)
  const { stdout } = await runSluice(['queue', '--json'], options)
  const { size } = JSON.parse(stdout) as { size: number }
  if (size !== documents) throw new Error(`expected ${documents} documents in the queue, came ${size}`)
  return options
}
