export { createOfflineFinder } from './offline-finder.ts'
