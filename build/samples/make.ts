/** Sets the sample documents anew: `npm run samples`. The same texts give the same bytes. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { samplePdf } from './sample-pdf.ts'
import { samples } from './samples.ts'

for (const [name, sample] of Object.entries(samples())) {
  const bytes = await samplePdf(sample)
  writeFileSync(join(import.meta.dirname, name), bytes)
  console.log(`${name}: ${bytes.length} bytes`)
}
