// Ends this process when its parent is gone: npm's shell passes no signal on, and a killed parent cannot. Without it, an
// engine that nobody sees would go on spending.
import { hasCode } from './errors.mjs'

const LOOK_EVERY_MS = 500

const parent = process.ppid

setInterval(() => {
  if (!parentLives()) process.kill(process.pid, 'SIGTERM')
}, LOOK_EVERY_MS).unref()

function parentLives() {
  // Elsewhere than on Windows an orphan gets a new parent; there it keeps the number of the dead one.
  if (process.ppid !== parent) return false
  try {
    process.kill(parent, 0)
    return true
  } catch (error) {
    return hasCode(error, 'EPERM')
  }
}
