import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { hasCode } from './errors.mjs'

/** A lock without an owner's name is younger than this only while its owner is writing the name. */
const NAMELESS_MS = 5_000
const LOOK_EVERY_MS = 100

/**
 * Runs `work` while no other process does; a lock whose owners are dead is taken over.
 * @template T
 * @param {string} path a folder that is there exactly while the lock is held
 * @param {(own: (pid: number) => void) => Promise<T>} work may name processes that it starts as owners too: a killed
 *   starter does not stop what it started
 * @returns {Promise<T>}
 */
export async function withLock(path, work) {
  mkdirSync(dirname(path), { recursive: true })
  let told = false
  let tombstone = null
  for (;;) {
    try {
      mkdirSync(path)
      break
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error
    }
    tombstone = takeFromDead(path)
    if (tombstone !== null) continue
    if (!told) process.stderr.write('sluice: waiting for another set-up in this folder\n')
    told = true
    await setTimeout(LOOK_EVERY_MS)
  }
  try {
    const own = (/** @type {number} */ pid) => appendFileSync(join(path, 'owners'), `${pid}\n`)
    own(process.pid)
    return await work(own)
  } finally {
    rmSync(path, { recursive: true, force: true })
    if (tombstone !== null) rmSync(tombstone, { recursive: true, force: true })
  }
}

/**
 * Moves a lock aside whose owners have all ended; null if one lives or another process was quicker. The new name is of
 * that one lock, and the new owner keeps it while it works: who judged the same lock dead cannot move the new one there.
 * @param {string} path
 */
function takeFromDead(path) {
  const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs
  if (made === undefined) return null
  const owners = readOwners(path)
  if (owners.some(lives) || (owners.length === 0 && Date.now() - made < NAMELESS_MS)) return null
  const tombstone = `${path}.${Math.trunc(made)}`
  try {
    renameSync(path, tombstone)
    return tombstone
  } catch {
    return null
  }
}

/** @param {string} path */
function readOwners(path) {
  try {
    return readFileSync(join(path, 'owners'), 'utf8').split('\n').filter(Boolean).map(Number)
  } catch {
    // Not written yet, or the lock has been given back meanwhile.
    return []
  }
}

/** @param {number} pid */
function lives(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !hasCode(error, 'ESRCH')
  }
}
