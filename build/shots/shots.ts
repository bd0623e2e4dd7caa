/** A picture to take. */
interface Shot {
  /** Of the file. */
  name: string
  /** Of the made-up engine: a name in src-renderer/testing/situations.ts. */
  situation: string
  /** Route of the window. */
  hash: string
  /** Words that stand there once the screen is drawn. */
  shows: RegExp
}

export const THEMES = ['light', 'dark'] as const
export const VIEW = { width: 1280, height: 800 }

const graph = { situation: 'queue', shows: /mention/ }
export const SHOTS: readonly Shot[] = [
  { name: 'queue', situation: 'queue', hash: '/queue', shows: /documents to go/ },
  { name: 'empty', situation: 'empty', hash: '/queue', shows: /Before the first document/ },
  { name: 'failing', situation: 'failing', hash: '/queue', shows: /No document fails for this/ },
  { name: 'paused', situation: 'paused', hash: '/queue', shows: /paused until you resume/ },
  { name: 'finishing', situation: 'finishing', hash: '/queue', shows: /then pausing/ },
  { name: 'uploading', situation: 'uploading', hash: '/queue', shows: /on the way/ },
  { name: 'document', situation: 'queue', hash: '/document/certificates', shows: /Input, estimated/ },
  { name: 'graph', ...graph, hash: '/graph' },
  { name: 'entity', ...graph, hash: '/graph/e0', shows: /^Facts$/ },
  { name: 'activity', situation: 'queue', hash: '/activity', shows: /^Today$/ },
  { name: 'settings', situation: 'queue', hash: '/settings', shows: /Safety buffer/ },
]
