import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { CONTENT_SECURITY_POLICY, pageFile } from './page-files.ts'

it('lets the worker that draws PDFs, and nothing else, compile WebAssembly', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-page-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'assets'))
  const names = ['index.html', 'assets/index-B1.js', 'assets/pdf.worker.min-C_2-x.mjs', 'assets/pdf.worker.min.js']
  const policies = await Promise.all(
    names.map(async (name) => {
      await writeFile(join(folder, name), '')
      return (await pageFile(`/${name}`, folder))?.headers['content-security-policy']
    }),
  )
  expect(policies.map((policy) => policy?.includes('wasm-unsafe-eval'))).toEqual([false, false, true, false])
  expect(policies[2]?.replace(" 'wasm-unsafe-eval'", '')).toBe(CONTENT_SECURITY_POLICY)
  expect(policies.some((policy) => policy?.includes("'unsafe-eval'"))).toBe(false)
})
