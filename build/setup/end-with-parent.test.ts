import { spawn } from 'node:child_process'
import { expect, it } from 'vitest'

it('ends a process whose parent was killed', async () => {
  const watch = new URL('end-with-parent.mjs', import.meta.url).href
  // The grandchild holds our pipe open, so the pipe's end is its end.
  const grandchild = `process.stdout.write('up'); setInterval(() => {}, 1000)`
  const args = JSON.stringify(['--import', watch, '-e', grandchild])
  const program = `require('node:child_process').spawn(process.execPath, ${args}, { stdio: 'inherit' })`
  const parent = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => parent.stdout.on('end', resolve))
  await new Promise((resolve) => parent.stdout.once('data', resolve))
  parent.kill('SIGKILL')
  await expect(ended).resolves.toBeUndefined()
})
