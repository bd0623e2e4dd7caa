import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { join } from 'node:path'
import { defineConfig } from 'vite'

const root = join(import.meta.dirname, '..')

/** The window. Relative addresses, since it is served from `/` by the web host and from `app://` by Electron. */
export default defineConfig(({ mode }) => {
  // Screens over a made-up engine, for pictures; no part of the product.
  const testing = mode === 'testing'
  return {
    root: join(root, 'src-renderer'),
    base: './',
    plugins: [react(), tailwindcss()],
    resolve: { alias: { 'react-remove-scroll': join(root, 'src-renderer/ui/no-scroll-lock.tsx') } },
    logLevel: 'warn',
    build: {
      outDir: join(root, 'out', testing ? 'renderer-testing' : 'renderer'),
      emptyOutDir: true,
      minify: true,
      target: 'chrome120',
      // A page without inline scripts: the content security policy allows none, and every browser in question preloads.
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2000,
      rolldownOptions: {
        // How long a slow machine took for it is nothing that a person who types "npm start" asked for.
        checks: { bundlerTimings: false },
        ...(testing ? { input: join(root, 'src-renderer/testing/index.html') } : {}),
      },
    },
  }
})
