import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { installPackages, placeNode } from './install.mjs'
import { pinnedNode } from './paths.mjs'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-install-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const nobody = () => {}

/** Stands for a compiler that is not there. */
const FAIL = 'node -e "process.exit(1)"'
const PLACE = `node -e "fs.mkdirSync('bin'); fs.writeFileSync('bin/node', ''); fs.writeFileSync('bin/node.exe', '')"`

/** A package as the registry would give it; its path. */
function pack(name: string, more: Record<string, unknown>, files: Record<string, string> = {}): string {
  const from = join(folder, 'packages', name)
  mkdirSync(from, { recursive: true })
  writeFileSync(join(from, 'package.json'), JSON.stringify({ name, version: '1.0.0', ...more }))
  for (const [file, text] of Object.entries(files)) writeFileSync(join(from, file), text)
  npm(['pack', from, '--silent'])
  return `file:${name}-1.0.0.tgz`
}

function npm(args: string[]): void {
  const { status, stderr } = spawnSync('npm', args, {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error(stderr)
}

describe('installing', { timeout: 120_000 }, () => {
  it('needs no compiler and runs no script but the one that places Node', async () => {
    const dependencies = {
      compiled: pack('compiled', { gypfile: false }, { 'binding.gyp': 'no gyp file at all' }),
      scripted: pack('scripted', { scripts: { install: FAIL } }),
      node: pack('node', { scripts: { preinstall: PLACE } }),
    }
    const allowScripts = { node: true }
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ name: 'x', version: '1.0.0', dependencies, allowScripts }),
    )
    npm(['install', '--package-lock-only', '--offline', '--ignore-scripts'])
    await installPackages(nobody, folder)
    expect(existsSync(join(folder, 'node_modules', 'compiled', 'binding.gyp'))).toBe(true)
    expect(existsSync(join(folder, pinnedNode))).toBe(false)
    await placeNode(nobody, folder)
    expect(existsSync(join(folder, pinnedNode))).toBe(true)
  })
})
