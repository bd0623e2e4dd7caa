import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

const repository = join(import.meta.dirname, '..', '..')
const IMPURE = [
  'Date.now()',
  'setTimeout(f, 1)',
  'console.log(1)',
  'process.exit()',
  'Buffer.from([])',
  'crypto.randomUUID()',
]

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sluice-lint-'))
  for (const file of ['.oxlintrc.json', 'tsconfig.base.json']) copyFileSync(join(repository, file), join(root, file))
  write('tsconfig.json', JSON.stringify({ extends: './tsconfig.base.json', include: ['**/*.ts'] }))
})

afterEach(() => {
  rmSync(root, { recursive: true, force: true })
})

it.each([...IMPURE, 'setInterval(f, 1)', 'fetch(``)', 'performance.now()', 'globalThis.Date', 'Math.random()'])(
  'the engine may not use %s',
  (expression) => {
    write('src-main/engine/queue/a.ts', `export const f = (): unknown => ${expression}\n`)
    expect(lint()).toContainEqual(
      expect.stringMatching(/^eslint\(no-restricted-(globals|properties)\) .*engine.queue.a\.ts$/),
    )
  },
)

it('the same is fine in a test and outside the engine, but for the console', () => {
  const body = IMPURE.map((expression) => `  ${expression}\n`).join('')
  const file = `const f = (): undefined => undefined\nexport function g(): void {\n${body}}\n`
  write('src-main/engine/queue/a.test.ts', file)
  write('src-main/adapters/sqlite/a.ts', file)
  write('src-main/hosts/cli/a.ts', file)
  expect(lint().toSorted()).toEqual([
    'eslint(no-console) src-main/adapters/sqlite/a.ts',
    'eslint(no-console) src-main/engine/queue/a.test.ts',
  ])
})

it('rules that need types work', () => {
  write(
    'src-main/hosts/cli/a.ts',
    'export async function f(): Promise<void> {}\nexport function g(): void {\n  f()\n}\n',
  )
  expect(lint()).toEqual(['typescript(no-floating-promises) src-main/hosts/cli/a.ts'])
})

it('a file is at most 400 lines long', () => {
  write('src-main/hosts/cli/a.ts', Array.from({ length: 401 }, (_, n) => `export const a${n} = ${n}\n`).join(''))
  expect(lint()).toEqual(['eslint(max-lines) src-main/hosts/cli/a.ts'])
})

/** What the repository's lint says about `root`: rule and file of each finding. */
function lint(): string[] {
  const script = join(repository, 'node_modules', 'oxlint', 'bin', 'oxlint')
  const { stdout } = spawnSync(process.execPath, [script, '--format=json'], { cwd: root, encoding: 'utf8' })
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; filename: string }[] }
  return diagnostics.map(({ code, filename }) => `${code} ${filename.replaceAll('\\', '/')}`)
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
