import { describe } from 'vitest'
import { inBrowser } from '../hosts/window.ts'
import { journeysOfThePage } from './both/index.ts'

describe('the page in a browser', () => {
  journeysOfThePage(inBrowser)
})
