#!/usr/bin/env node
// Stands where Electron's executable stands: Node runs the main process, headless Chromium shows its windows. Playwright
// starts it as it starts Electron. What that does not prove stands in README.md beside it.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The Node that the product runs on; the one on the PATH may be older. */
const pinned = join(import.meta.dirname, '../../../node_modules/node/bin/node')
const node = existsSync(pinned) ? pinned : process.execPath

const args = process.argv.slice(2)
const inspect = args.filter((arg) => arg.startsWith('--inspect'))
// Switches are Chromium's; the rest is the entry file and what the program is given.
const program = args.filter((arg) => !arg.startsWith('-'))
const register = pathToFileURL(join(import.meta.dirname, 'register.ts')).href

const child = spawn(node, ['--no-warnings', ...inspect, '--import', register, ...program], {
  stdio: 'inherit',
})
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)))
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal))
