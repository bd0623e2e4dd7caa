import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { importRules } from './import-rules.ts'
import { checkImports } from './imports.ts'

/** Rule, file, what it imports and may not. Every rule stands here, so that none is dead without being seen. */
const BREACHES: [string, string, string][] = [
  ['shared', 'src-shared/model/a.ts', 'node:fs'],
  ['shared-tests', 'src-shared/model/a.test.ts', '../../src-main/engine/index.ts'],
  ['engine', 'src-main/engine/queue/a.ts', 'node:fs'],
  ['engine', 'src-main/engine/queue/b.ts', 'uuid'],
  ['engine', 'src-main/engine/queue/c.ts', '../../adapters/sqlite/x.ts'],
  ['engine-tests', 'src-main/engine/queue/a.test.ts', '../../adapters/sqlite/x.ts'],
  ['adapter-llm', 'src-main/adapters/llm/a.ts', '../../engine/queue/x.ts'],
  ['adapter-llm-tests', 'src-main/adapters/llm/a.test.ts', '../sqlite/x.ts'],
  ['adapter-lock', 'src-main/adapters/lock/a.ts', 'pino'],
  ['adapter-lock-tests', 'src-main/adapters/lock/a.test.ts', '../sqlite/x.ts'],
  ['adapter-offline', 'src-main/adapters/offline/a.ts', 'pino'],
  ['adapter-offline-tests', 'src-main/adapters/offline/a.test.ts', '../sqlite/x.ts'],
  ['adapter-pdf', 'src-main/adapters/pdf/a.ts', '../../engine/index.ts'],
  ['adapter-pdf-tests', 'src-main/adapters/pdf/a.test.ts', '../sqlite/x.ts'],
  ['adapter-sqlite', 'src-main/adapters/sqlite/a.ts', '../pdf/x.ts'],
  ['adapter-sqlite-tests', 'src-main/adapters/sqlite/a.test.ts', '../../hosts/compose.ts'],
  ['adapter-system', 'src-main/adapters/system/a.ts', 'better-sqlite3'],
  ['adapter-system-tests', 'src-main/adapters/system/a.test.ts', 'better-sqlite3'],
  ['adapter-without-vendor', 'src-main/adapters/watch/a.ts', 'pino'],
  ['adapter-without-vendor-tests', 'src-main/adapters/watch/a.test.ts', '../sqlite/x.ts'],
  ['host', 'src-main/hosts/cli/a.ts', '../../engine/queue/x.ts'],
  ['host', 'src-main/hosts/cli/b.ts', '../web/x.ts'],
  ['host', 'src-main/hosts/cli/c.ts', '@anthropic-ai/sdk'],
  ['host-tests', 'src-main/hosts/cli/a.test.ts', '../web/x.ts'],
  ['hosts-common', 'src-main/hosts/a.ts', './web/x.ts'],
  ['hosts-common-tests', 'src-main/hosts/a.test.ts', '../engine/queue/x.ts'],
  ['renderer', 'src-renderer/a.ts', '../src-main/engine/index.ts'],
  ['renderer', 'src-renderer/ui/b.tsx', 'pdfjs-dist'],
  ['renderer-tests', 'src-renderer/a.test.ts', '../src-main/engine/index.ts'],
  ['renderer-client', 'src-renderer/client/a.ts', 'react'],
  ['renderer-client-tests', 'src-renderer/client/a.test.ts', 'react'],
  ['renderer-document', 'src-renderer/features/document/a.tsx', '@orpc/client'],
  ['renderer-document-tests', 'src-renderer/features/document/a.test.ts', '@orpc/client'],
  ['e2e-fixtures', 'e2e/fixtures/a.ts', '../../src-shared/model/x.ts'],
  ['e2e-fixtures-tests', 'e2e/fixtures/a.test.ts', '../../src-shared/model/x.ts'],
  ['e2e', 'e2e/journeys/a.ts', '../../src-main/hosts/compose.ts'],
  ['e2e-tests', 'e2e/journeys/a.test.ts', '../../src-main/hosts/compose.ts'],
  ['bench', 'build/bench/a.ts', '../../src-main/hosts/cli/x.ts'],
  ['bench-tests', 'build/bench/a.test.ts', '../../src-main/engine/queue/x.ts'],
  ['build', 'build/checks/a.ts', '../../e2e/fixtures/x.ts'],
  ['build-tests', 'build/checks/a.test.ts', '../../src-main/engine/queue/x.ts'],
  ['engine-tests', 'src-main/engine/testing/a.ts', '../../adapters/sqlite/x.ts'],
  ['testing-is-for-tests', 'src-main/engine/queue/d.ts', '../testing/x.ts'],
  ['electron-in-its-host', 'src-main/engine/queue/e.ts', 'electron'],
  ['electron-in-its-host', 'src-main/hosts/web/a.ts', 'electron/main'],
  ['simulated-servers', 'src-main/engine/testing/servers/a.ts', '../../queue/x.ts'],
  ['simulated-servers', 'src-main/engine/testing/servers/b.ts', '../x.ts'],
  ['simulated-servers', 'src-main/engine/testing/servers/c.ts', 'zod'],
  ['resolvable', 'src-shared/model/b.ts', './missing.ts'],
  ['no-cycle', 'src-shared/model/c.ts', './c.ts'],
]

const ALLOWED: [string, string][] = [
  ['src-shared/model/ok.ts', 'zod'],
  ['src-main/engine/queue/ok.ts', '../../../src-shared/model/x.ts'],
  ['src-main/engine/queue/ok-library.ts', 'fastest-levenshtein'],
  ['src-main/engine/queue/ok.test.ts', '../testing/x.ts'],
  ['src-main/engine/queue/ok-vitest.test.ts', 'vitest'],
  ['src-main/engine/testing/ok.ts', 'vitest'],
  ['src-main/engine/limiter/testing/ok.ts', 'fast-check'],
  ['src-main/engine/testing/servers/ok.ts', './x.ts'],
  ['src-main/engine/limiter/testing/ok-server.ts', '../../testing/servers/x.ts'],
  ['e2e/fixtures/ok.test.ts', '@anthropic-ai/sdk'],
  ['src-main/adapters/sqlite/ok.ts', 'better-sqlite3'],
  ['src-main/adapters/sqlite/ok-port.ts', '../../engine/ports.ts'],
  ['src-main/adapters/watch/ok.ts', 'node:fs'],
  ['src-main/adapters/llm/ok.test.ts', '../../../e2e/fixtures/x.ts'],
  ['src-main/hosts/cli/ok.ts', '../compose.ts'],
  ['src-main/hosts/cli/ok.test.ts', './x.ts'],
  ['src-main/hosts/ok.test.ts', './testing/x.ts'],
  ['src-main/adapters/pdf/ok.test.ts', 'pdfkit'],
  ['src-main/adapters/watch/ok.test.ts', './ok.ts'],
  ['src-main/hosts/electron/ok.ts', 'electron/main'],
  ['src-main/hosts/compose.ts', '../adapters/sqlite/x.ts'],
  ['src-main/hosts/web/ok.ts', '../../engine/index.ts'],
  ['e2e/journeys/ok.ts', '../fixtures/x.ts'],
  ['build/bench/ok.ts', '../../e2e/fixtures/x.ts'],
  ['build/checks/ok.ts', 'dependency-cruiser'],
  ['src-renderer/features/document/ok.tsx', 'pdfjs-dist'],
  ['src-renderer/ui/ok.tsx', 'radix-ui'],
]

/** What the files above import. */
const TARGETS = [
  'src-shared/model/x.ts',
  'src-main/engine/index.ts',
  'src-main/engine/ports.ts',
  'src-main/engine/queue/x.ts',
  'src-main/engine/testing/x.ts',
  'src-main/engine/testing/servers/x.ts',
  'src-main/adapters/sqlite/x.ts',
  'src-main/adapters/pdf/x.ts',
  'src-main/hosts/cli/x.ts',
  'src-main/hosts/web/x.ts',
  'src-main/hosts/testing/x.ts',
  'e2e/fixtures/x.ts',
]

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sluice-imports-'))
  symlinkSync(join(import.meta.dirname, '..', '..', 'node_modules'), join(root, 'node_modules'), 'junction')
})

afterEach(() => {
  rmSync(root, { recursive: true, force: true })
})

it('tells every breach, each by its rule, and nothing else', async () => {
  for (const target of TARGETS) write(target, 'export const x = 1\n')
  for (const [file, target] of ALLOWED) write(file, `import * as x from '${target}'\nexport const y = x\n`)
  for (const [, file, target] of BREACHES) write(file, `import * as x from '${target}'\nexport const y = x\n`)

  const { breaches } = await checkImports(root)

  expect(breaches.map(({ rule, from }) => `${rule}: ${from}`).toSorted()).toEqual(
    BREACHES.map(([rule, file]) => `${rule}: ${file}`).toSorted(),
  )
})

it('shows a breach for every rule', () => {
  expect([...new Set(BREACHES.map(([rule]) => rule))].toSorted()).toEqual(
    importRules.map(({ name }) => name ?? '').toSorted(),
  )
})

it('sees imports of types and dynamic imports too', async () => {
  write('src-main/adapters/sqlite/x.ts', 'export interface X { x: number }\n')
  write('src-main/engine/type.ts', `import type { X } from '../adapters/sqlite/x.ts'\nexport type Y = X\n`)
  write('src-main/engine/dynamic.ts', `export const y = () => import('../adapters/sqlite/x.ts')\n`)
  write('src-main/engine/again.ts', `export * from '../adapters/sqlite/x.ts'\n`)

  const { breaches } = await checkImports(root)

  expect(breaches.map(({ from }) => from).toSorted()).toEqual([
    'src-main/engine/again.ts',
    'src-main/engine/dynamic.ts',
    'src-main/engine/type.ts',
  ])
})

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
