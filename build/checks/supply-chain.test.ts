import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')

interface Manifest {
  allowScripts: Record<string, boolean>
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
}

interface LockEntry {
  version?: string
  resolved?: string
  integrity?: string
  license?: string
  dev?: boolean
  devOptional?: boolean
  hasInstallScript?: boolean
  link?: boolean
  /** Comes inside its parent's archive, and so is bound by the parent's hash. */
  inBundle?: boolean
}

/** Licences under which a program may be given away without more than a notice. */
const LICENCES = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'MPL-2.0',
  '0BSD',
  'Unlicense',
  'BlueOak-1.0.0',
])

const manifest = readJson('package.json') as Manifest
const lock = readJson('package-lock.json') as { packages: Record<string, LockEntry> }
const entries = Object.entries(lock.packages).filter(([path]) => path !== '')

describe('every locked package', () => {
  it('is there to be judged', () => {
    expect(entries.length).toBeGreaterThan(Object.keys(manifest.dependencies).length)
  })

  it('is bound to its bytes', () => {
    expect(names(([, entry]) => entry.inBundle !== true && entry.integrity?.startsWith('sha512-') !== true)).toEqual([])
  })

  it('comes from the registry, whichever that is: no git, no URL, no folder', () => {
    // .npmrc keeps the registry's own addresses out of the lockfile, so an address is one of something else.
    expect(names(([, entry]) => entry.resolved !== undefined || entry.link === true)).toEqual([])
    const ranges = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
    expect(ranges.filter(([, range]) => !/^\d+\.\d+\.\d+$/.test(range))).toEqual([])
  })

  it('that wants to run a script at install is decided on by name', () => {
    // A binding.gyp alone makes npm compile the package at install; the lockfile does not tell of it.
    const scripted = names(
      ([path, entry]) => entry.hasInstallScript === true || existsSync(join(root, path, 'binding.gyp')),
    ).map((path) => packageName(path))
    expect(scripted.filter((name) => !(name in manifest.allowScripts))).toEqual([])
    expect(Object.keys(manifest.allowScripts).filter((name) => !scripted.includes(name))).toEqual([])
  })

  it('that ships has a licence that lets it', () => {
    const shipped = ([, entry]: [string, LockEntry]) => entry.dev !== true && entry.devOptional !== true
    const unfit = entries.filter(shipped).filter(([, { license }]) => !isFree(license ?? 'none'))
    expect(unfit.map(([path, { license }]) => `${path}: ${license ?? 'none'}`)).toEqual([])
  })
})

/** Reads SPDX as far as packages use it: one licence, or a choice of them. */
function isFree(licence: string): boolean {
  return licence
    .replace(/^\(|\)$/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((part) => LICENCES.has(part)))
}

function names(test: (entry: [string, LockEntry]) => boolean): string[] {
  return entries.filter(test).map(([path]) => path)
}

function packageName(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(join(root, file), 'utf8'))
}
