import { defineConfig } from 'rolldown'

/** Packages stay outside: native modules, workers and data files are found beside their own code. */
const isPackage = (id: string): boolean => !/^([./]|[A-Za-z]:[\\/])/.test(id)

const node = defineConfig({
  // These three are started as processes of their own, so their files keep these names.
  input: {
    'cli/main': 'src-main/hosts/cli/main.ts',
    'electron/main': 'src-main/hosts/electron/main.ts',
    'reader/main': 'src-main/adapters/pdf/reader-child.ts',
    'finder/main': 'src-main/adapters/offline/finder-child.ts',
    'database/main': 'src-main/adapters/sqlite/database-child.ts',
  },
  platform: 'node',
  external: isPackage,
  logLevel: 'warn',
  output: {
    dir: 'out',
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    sourcemap: true,
  },
})

/** A sandboxed preload can load nothing but one CommonJS file. */
const preload = defineConfig({
  input: { 'electron/preload': 'src-main/hosts/electron/preload.ts' },
  external: ['electron'],
  logLevel: 'warn',
  output: { dir: 'out', format: 'cjs', entryFileNames: '[name].cjs' },
})

export default [node, preload]
