import { registerHooks } from 'node:module'

/** Loaded before the program: `electron`, imported or required, is the stand-in. */
const standIn = new URL('electron.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, next) =>
    /^electron(\/main)?$/.test(specifier)
      ? { url: standIn, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
})
Object.defineProperty(process.versions, 'electron', { value: '0.0.0-standin' })
Object.assign(process, { type: 'browser' })
// Playwright says with it that it is connected; nothing here waits for that, as Electron itself does not.
Object.assign(globalThis, { __playwright_run: () => {} })
