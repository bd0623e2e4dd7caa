import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { root } from './paths.mjs'

/**
 * Runs a set-up step in the repository's root; its output goes to stderr, since stdout belongs to what follows.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @param {(pid: number) => void} started
 */
export function runStep(command, args, options, started) {
  return run(command, args, { cwd: root, stdio: ['ignore', 2, 2], ...options }, started)
}

/**
 * Runs a program in our place: same terminal, same process group, signals passed on. Resolves with its exit code, 128 + n
 * where signal n ended it.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @param {(pid: number) => void} [started]
 * @returns {Promise<number>}
 */
export function run(command, args, options = {}, started = () => {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options })
    if (child.pid !== undefined) started(child.pid)
    const stopListening = passOnSignals(child)
    child.on('error', (error) => {
      stopListening()
      reject(error)
    })
    child.on('exit', (code, signal) => {
      stopListening()
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]))
    })
  })
}

/** @param {import('node:child_process').ChildProcess} child */
function passOnSignals(child) {
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  const passedOn = new Set()
  /** @param {NodeJS.Signals} signal */
  const listener = (signal) => {
    // A terminal sends Ctrl-C to the whole group: passed on as well, the child would take it for a second, harder one.
    if (passedOn.has(signal) || (signal === 'SIGINT' && process.stdin.isTTY)) return
    passedOn.add(signal)
    child.kill(signal)
  }
  for (const signal of signals) process.on(signal, listener)
  return () => {
    for (const signal of signals) process.off(signal, listener)
  }
}
