import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { join } from 'node:path'
import pdfjs from 'pdfjs-dist/package.json' with { type: 'json' }
import { defineConfig } from 'vite'

const root = join(import.meta.dirname, '..')

/** The window. Relative addresses, since it is served from `/` by the web host and from `app://` by Electron. */
/** pdf.js asks for its decoders by name: they lie in a folder of its version, since what is served may be kept for ever. */
function assetFileNames({ names: [name = ''] }: { names: string[] }): string {
  return name.endsWith('_nowasm_fallback.js')
    ? `assets/pdfjs-${pdfjs.version}/[name][extname]`
    : 'assets/[name]-[hash][extname]'
}

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
        ...(testing ? { input: join(root, 'src-renderer/testing/index.html') } : {}),
        output: { assetFileNames },
      },
    },
  }
})
