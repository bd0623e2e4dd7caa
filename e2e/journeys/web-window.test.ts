import { describe } from 'vitest'
import { inBrowser } from '../hosts/window.ts'
import { journeysOfBoth } from './both/index.ts'

describe('the window in a browser', () => {
  journeysOfBoth(inBrowser)
})
