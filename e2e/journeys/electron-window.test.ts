import { describe } from 'vitest'
import { cannotRun, ON } from '../hosts/desktop.ts'
import { onDesktop } from '../hosts/window.ts'
import { journeysOfBoth, journeysOfThePage } from './both/index.ts'

describe.skipIf(cannotRun)(`the desktop window ${ON}`, () => {
  journeysOfBoth(onDesktop)
  if (!onDesktop.short) journeysOfThePage(onDesktop)
})
