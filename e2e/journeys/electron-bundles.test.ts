import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

/** What can be read off the built files without running them. */
const OUT = join(import.meta.dirname, '..', '..', 'out')
const built = (name: string) => readFile(join(OUT, name), 'utf8')

describe('the built desktop window', () => {
  it('has a preload that loads Electron and nothing else, as a sandbox demands', async () => {
    const preload = await built('electron/preload.cjs')
    expect([...preload.matchAll(/require\(([^)]*)\)/g)].map(([, name]) => name)).toEqual(['"electron"'])
    expect(preload).not.toMatch(/^\s*import\b|\bimport\(/m)
  })

  it('brings no Electron along, and loads no database until the folder is its own', async () => {
    const main = await built('electron/main.js')
    expect(main).toMatch(/from "electron"/)
    const loaded = new Set<string>()
    const visit = async (name: string): Promise<void> => {
      if (loaded.has(name)) return
      loaded.add(name)
      for (const [, from = ''] of (await built(name)).matchAll(/^import\b[^'"]*["']([^'"]+)["']/gm)) {
        if (from.startsWith('.')) await visit(join(name, '..', from).replaceAll('\\', '/'))
        else loaded.add(from)
      }
    }
    await visit('electron/main.js')
    for (const late of ['better-sqlite3', '@anthropic-ai/sdk', '@napi-rs/keyring', 'undici', 'pdfjs-dist']) {
      expect([...loaded]).not.toContain(late)
    }
  })

  it('has a page that reaches for nothing outside and makes no code out of text', async () => {
    const page = await built('renderer/index.html')
    expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
    expect(page).not.toMatch(/<script(?![^>]*\ssrc=)/)
    const names = (await readdir(join(OUT, 'renderer'), { recursive: true })).filter((name) => name.endsWith('.js'))
    expect(names.length).toBeGreaterThan(0)
    for (const name of names) expect(await built(join('renderer', name)), name).not.toMatch(/\beval\(/)
  })
})
