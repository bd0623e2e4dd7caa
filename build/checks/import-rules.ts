import type { IForbiddenRuleType } from 'dependency-cruiser'

/**
 * Who may import what, as a table. A row allows; all else is forbidden. A path is a pattern from the start of the
 * repository's relative path; `$1` is the first group of `from`.
 */
interface Layer {
  name: string
  from: string
  may: string[]
  packages: string[]
  /** Node's own modules. */
  node: boolean
  testPackages?: string[]
  /** Rows above that are more particular than this one. */
  except?: string
}

/** Pure libraries without clock, IO or global state. */
const PURE_LIBRARIES = ['zod', 'fastest-levenshtein']

/** A vendor is known to the adapters named here and to nobody else. */
const ADAPTER_VENDORS: Record<string, string[]> = {
  llm: ['@anthropic-ai/sdk', '@napi-rs/keyring', 'undici'],
  lock: ['better-sqlite3'],
  offline: ['compromise'],
  pdf: ['pdfjs-dist'],
  sqlite: ['better-sqlite3'],
  system: ['pino', 'uuid'],
}

/** `vite`: the types of what it resolves in the window's sources. */
const UI_LIBRARIES = ['react', 'react-dom', 'zustand', 'radix-ui', '@tanstack/react-virtual', 'vite']

/** What the tests of an adapter make their documents with. */
const ADAPTER_TEST_PACKAGES: Record<string, string[]> = { pdf: ['pdfkit'] }

const SHARED = '^src-shared/'
const PORTS = '^src-main/engine/ports(\\.ts$|/)'
const ENGINE_INDEX = '^src-main/engine/index\\.ts$'
/** The command line opens the web host; by this file alone. */
const WEB_HOST = '^src-main/hosts/web/web-host\\.ts$'
const HOSTS_COMMON = '^src-main/hosts/[^/]+\\.ts$'
const HOSTS_TESTING = '^src-main/hosts/testing/'
const COMPOSE = '^src-main/hosts/compose\\.ts$'
/** Tests, and the fakes and suites that only they use. */
const TEST = '(?:\\.test\\.ts$|/testing/)'
const ENGINE_TESTING = '^src-main/engine/testing/'
/** Models of the API that limiter and engine are proved against. */
const SIMULATED_SERVERS = '^src-main/engine/testing/servers/'
/** Journeys and pictures look for the same browser. */
const CHROMIUM = '^e2e/hosts/chromium\\.ts$'
/** Journeys and the bench watch the same memory. */
const MEMORY = '^e2e/hosts/memory\\.ts$'
/** Journeys and the bench time the same clicks. */
const INTERACTIONS = '^e2e/hosts/interactions\\.ts$'
/** What the processes that adapters start have in common. */
const CHILD = '^src-main/adapters/child/'
const ELECTRON = packagePattern('electron')

const LAYERS: Layer[] = [
  { name: 'shared', from: SHARED, may: [SHARED], packages: ['zod', '@orpc/contract'], node: false },
  {
    name: 'engine',
    from: '^src-main/engine/',
    may: [SHARED, '^src-main/engine/'],
    packages: PURE_LIBRARIES,
    node: false,
  },
  ...Object.entries(ADAPTER_VENDORS).map(([folder, vendors]) => ({
    name: `adapter-${folder}`,
    from: `^src-main/adapters/${folder}/`,
    may: [SHARED, PORTS, CHILD, `^src-main/adapters/${folder}/`],
    packages: ['zod', ...vendors],
    node: true,
    testPackages: ADAPTER_TEST_PACKAGES[folder] ?? [],
  })),
  {
    name: 'adapter-without-vendor',
    from: '^src-main/adapters/([^/]+)/',
    except: `^src-main/adapters/(${Object.keys(ADAPTER_VENDORS).join('|')})/`,
    may: [SHARED, PORTS, '^src-main/adapters/$1/'],
    packages: ['zod'],
    node: true,
  },
  {
    name: 'host',
    from: '^src-main/hosts/([^/]+)/',
    may: [
      SHARED,
      PORTS,
      ENGINE_INDEX,
      '^src-main/adapters/',
      '^src-main/hosts/$1/',
      WEB_HOST,
      HOSTS_COMMON,
      HOSTS_TESTING,
    ],
    packages: [...PURE_LIBRARIES, 'commander', '@orpc/contract', '@orpc/client', '@orpc/server', 'electron'],
    node: true,
  },
  {
    name: 'hosts-common',
    from: HOSTS_COMMON,
    may: [SHARED, PORTS, ENGINE_INDEX, '^src-main/adapters/', HOSTS_COMMON, HOSTS_TESTING],
    packages: [...PURE_LIBRARIES, 'env-paths', 'undici', '@orpc/contract', '@orpc/client', '@orpc/server'],
    node: true,
  },
  {
    name: 'renderer',
    from: '^src-renderer/',
    except: '^src-renderer/(client|features/document)/',
    may: [SHARED, '^src-renderer/'],
    packages: UI_LIBRARIES,
    node: false,
  },
  {
    name: 'renderer-client',
    from: '^src-renderer/client/',
    may: [SHARED, '^src-renderer/client/'],
    packages: ['@orpc/client', '@orpc/contract'],
    node: false,
  },
  {
    name: 'renderer-document',
    from: '^src-renderer/features/document/',
    may: [SHARED, '^src-renderer/'],
    packages: [...UI_LIBRARIES, 'pdfjs-dist'],
    node: false,
  },
  {
    name: 'e2e-fixtures',
    from: '^e2e/fixtures/',
    may: ['^e2e/fixtures/'],
    packages: [],
    node: true,
    // A stand-in is proved with the client of what it stands for.
    testPackages: ['@anthropic-ai/sdk'],
  },
  {
    name: 'e2e',
    from: '^e2e/',
    except: '^e2e/fixtures/',
    may: [SHARED, '^e2e/'],
    // Beside a browser: what makes hostile documents, what reads the results without the product's own eyes, and the
    // runner, so that a helper can end with its test.
    packages: ['playwright-core', '@axe-core/playwright', 'pdfkit', 'better-sqlite3', 'pdfjs-dist', 'zod', 'vitest'],
    node: true,
  },
  {
    name: 'bench',
    from: '^build/bench/',
    may: [
      SHARED,
      PORTS,
      ENGINE_INDEX,
      COMPOSE,
      '^src-main/adapters/',
      '^build/',
      '^e2e/fixtures/',
      CHROMIUM,
      MEMORY,
      INTERACTIONS,
      '(^|/)node_modules/',
    ],
    packages: [],
    node: true,
  },
  {
    name: 'build',
    from: '^build/',
    except: '^build/bench/',
    may: [SHARED, PORTS, ENGINE_INDEX, COMPOSE, '^src-main/adapters/', '^build/', CHROMIUM, '(^|/)node_modules/'],
    packages: [],
    node: true,
  },
]

/** What tests may use beyond their layer: fakes and contract suites, and stand-ins for what is outside. */
const FOR_TESTS = [ENGINE_TESTING, '^e2e/fixtures/', ...['vitest', 'fast-check'].map(packagePattern)]

export const importRules: IForbiddenRuleType[] = [
  ...LAYERS.flatMap(layerRules),
  {
    name: 'testing-is-for-tests',
    comment: 'No product code runs on a fake.',
    severity: 'error',
    from: { pathNot: TEST },
    to: { path: TEST },
  },
  {
    name: 'electron-in-its-host',
    comment: 'Only hosts/electron knows electron, by whichever entry (electron/main, electron/renderer).',
    severity: 'error',
    from: { pathNot: '^src-main/hosts/electron/' },
    to: { path: ELECTRON },
  },
  {
    name: 'simulated-servers',
    comment: 'A server that shares code with what it judges would share its mistakes.',
    severity: 'error',
    from: { path: SIMULATED_SERVERS },
    to: { pathNot: SIMULATED_SERVERS },
  },
  { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
  {
    name: 'resolvable',
    comment: 'What cannot be found cannot be judged.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true, pathNot: ELECTRON },
  },
]

function layerRules(layer: Layer): IForbiddenRuleType[] {
  const allowed = [...layer.may, ...layer.packages.map(packagePattern)]
  // Electron has a rule of its own, and each breach is to be told once.
  const rule = (name: string, test: boolean, pathNot: string[], node: boolean): IForbiddenRuleType => ({
    name,
    comment: `${layer.from} may import ${pathNot.join(' ')}${node ? ' and node:' : ''}`,
    severity: 'error',
    from: {
      path: test ? layer.from.replace('^', `^(?=.*${TEST})`) : layer.from,
      pathNot: [...(layer.except === undefined ? [] : [layer.except]), ...(test ? [] : [TEST])],
    },
    to: {
      pathNot: [...pathNot, ELECTRON],
      couldNotResolve: false,
      ...(node ? { dependencyTypesNot: ['core'] } : {}),
    },
  })
  return [
    rule(layer.name, false, allowed, layer.node),
    rule(
      `${layer.name}-tests`,
      true,
      [...allowed, ...FOR_TESTS, ...(layer.testPackages ?? []).map(packagePattern)],
      true,
    ),
  ]
}

/** The package and its subpaths, whether found in node_modules or not installed. */
function packagePattern(name: string): string {
  return `((^|/)node_modules/|^)${name}(/|$)`
}
