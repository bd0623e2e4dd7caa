import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { hasCode } from './errors.mjs'

/** A lock without an owner's name is younger than this only while its owner is writing the name. */
const NAMELESS_MS = 5_000

/**
 * Runs `work` while no other process does; a lock whose owner is dead is taken over.
 * @template T
 * @param {string} path a folder that is there exactly while the lock is held
 * @param {() => Promise<T>} work
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
    const dead = deadOwner(path)
    if (dead === null) {
      if (!told) process.stderr.write('sluice: waiting for another set-up in this folder\n')
      told = true
      await setTimeout(100)
      continue
    }
    tombstone = `${path}.${dead}`
    try {
      // Kept until we are done: who judged the same owner dead a moment ago cannot move our new lock to the same name.
      renameSync(path, tombstone)
    } catch {
      // Another process was quicker; look again.
      tombstone = null
    }
  }
  try {
    writeFileSync(join(path, 'owner'), String(process.pid))
    return await work()
  } finally {
    rmSync(path, { recursive: true, force: true })
    if (tombstone !== null) rmSync(tombstone, { recursive: true, force: true })
  }
}

/**
 * The name of the owner if it has ended, else null.
 * @param {string} path
 */
function deadOwner(path) {
  let owner
  try {
    owner = readFileSync(join(path, 'owner'), 'utf8')
  } catch {
    owner = ''
  }
  if (owner === '') {
    const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs
    return made !== undefined && Date.now() - made > NAMELESS_MS ? 'nameless' : null
  }
  try {
    process.kill(Number(owner), 0)
    return null
  } catch (error) {
    return hasCode(error, 'ESRCH') ? owner : null
  }
}
