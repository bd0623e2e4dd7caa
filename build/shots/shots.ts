import type { Page } from 'playwright-core'
import {
  askToDiscard,
  askToRemove,
  chooseFour,
  discardOne,
  dragOver,
  find,
  loseEngine,
  openPauseMenu,
  openRowMenu,
  openTab,
  showFailed,
  showNeeds,
  sortByName,
  testKey,
  waitForPage,
} from './acts.ts'

/** A picture to take. */
export interface Shot {
  /** Of the file. */
  name: string
  /** Of the made-up engine: a name in src-renderer/testing/situations.ts. */
  situation: string
  /** Route of the window. */
  hash: string
  /** What a person does first. */
  act?: (page: Page) => Promise<void>
  /** Words that stand there once the screen is drawn. */
  shows: RegExp
}

export const THEMES = ['light', 'dark'] as const
/** The least size that all is made for, and the usual one of a desk. */
export const VIEWS = [
  { size: { width: 1280, height: 800 }, suffix: '' },
  { size: { width: 1920, height: 1080 }, suffix: '-1920' },
] as const
export type View = (typeof VIEWS)[number]

/** A sentence of the sample's second page. */
const QUOTE = 'A treaty of amity and commerce with the King of Prussia has been concluded and ratified.'

const queue = { situation: 'queue', hash: '/queue' }
const graph = { situation: 'queue', hash: '/graph' }
const settings = { situation: 'queue', hash: '/settings' }
export const SHOTS: readonly Shot[] = [
  { ...queue, name: 'queue', shows: /documents to go/ },
  { ...queue, name: 'chosen', act: chooseFour, shows: /4 chosen/ },
  { ...queue, name: 'menu', act: openRowMenu, shows: /Open the report/ },
  { ...queue, name: 'pausing', act: openPauseMenu, shows: /Finish this document/ },
  { ...queue, name: 'dropping', act: dragOver, shows: /Drop to add them/ },
  { ...queue, name: 'disconnected', act: loseEngine, shows: /No connection to the engine/ },
  { ...queue, name: 'needs', act: showNeeds, shows: /pdf_encrypted/ },
  { ...queue, name: 'needs-discarded', act: discardOne, shows: /nothing more is wanted/ },
  { ...queue, name: 'needs-question', act: askToDiscard, shows: /Discard 8 dead letters/ },
  { name: 'needs-empty', situation: 'whole', hash: '/queue', act: showNeeds, shows: /Nothing needs you/ },
  { ...queue, name: 'failed', act: showFailed, shows: /pdf_corrupt/ },
  { name: 'many', situation: 'many', hash: '/queue', act: sortByName, shows: /of 10,000 documents to go/ },
  { name: 'long', situation: 'long', hash: '/queue', act: askToRemove, shows: /Remove this document/ },
  { name: 'long-needs', situation: 'long', hash: '/queue', act: showNeeds, shows: /pdf_encrypted/ },
  { name: 'empty', situation: 'empty', hash: '/queue', shows: /Before the first document/ },
  { name: 'failing', situation: 'failing', hash: '/queue', shows: /No document fails for this/ },
  { name: 'paused', situation: 'paused', hash: '/queue', shows: /paused until you resume/ },
  { name: 'phases', situation: 'phases', hash: '/queue', shows: /Resume 2 phases/ },
  { name: 'finishing', situation: 'finishing', hash: '/queue', shows: /Do not pause/ },
  { name: 'first', situation: 'first', hash: '/queue', shows: /documents to go/ },
  { name: 'offline', situation: 'offline', hash: '/queue', shows: /214 chunks/ },
  { name: 'uploading', situation: 'uploading', hash: '/queue', shows: /on the way/ },
  { name: 'document', situation: 'queue', hash: '/document/certificates', shows: /Input, est\./ },
  { name: 'document-failed', situation: 'queue', hash: '/document/appendix-f', shows: /pdf_encrypted/ },
  { name: 'reader', situation: 'queue', hash: readerHash(1, 2, QUOTE), act: waitForPage, shows: /^Chunk 2 of 3$/ },
  {
    name: 'reader-lost',
    situation: 'queue',
    hash: readerHash(2, 3),
    act: waitForPage,
    shows: /What the model answered/,
  },
  { name: 'reader-failing', situation: 'queue', hash: '/document/certificates/read?page=87', shows: /file_missing/ },
  { name: 'document-unknown', situation: 'queue', hash: '/document/gone', shows: /document_unknown/ },
  { ...graph, name: 'graph', shows: /mention/ },
  { ...graph, name: 'graph-search', act: (page) => find(page, 'er'), shows: /for “er”/ },
  { ...graph, name: 'graph-nothing', act: (page) => find(page, 'Kesler'), shows: /Nothing found/ },
  { ...graph, name: 'entity', hash: '/graph/e0', shows: /^Facts$/ },
  { name: 'graph-empty', situation: 'empty', hash: '/graph', shows: /The graph is empty/ },
  { name: 'graph-failing', situation: 'broken', hash: '/graph', shows: /store_failed/ },
  { name: 'activity', situation: 'queue', hash: '/activity', shows: /^Today$/ },
  { name: 'activity-empty', situation: 'empty', hash: '/activity', shows: /Nothing has happened yet/ },
  { name: 'activity-failing', situation: 'broken', hash: '/activity', shows: /store_failed/ },
  { ...settings, name: 'settings', shows: /Safety buffer/ },
  { ...settings, name: 'settings-tested', act: testKey, shows: /accepted/ },
  { ...settings, name: 'settings-more', act: (page) => openTab(page, 'More'), shows: /as delivered/ },
  { ...settings, name: 'settings-window', act: (page) => openTab(page, 'Window and data'), shows: /Data folder/ },
  { name: 'settings-rejected', situation: 'failing', hash: '/settings', act: testKey, shows: /key_rejected/ },
  { name: 'settings-failing', situation: 'broken', hash: '/settings', shows: /store_failed/ },
  { name: 'settings-empty', situation: 'empty', hash: '/settings', shows: /Save the key/ },
  { name: 'settings-assumed', situation: 'assumed', hash: '/settings', shows: /assumed for now/ },
]

/** Files of the pictures in docs. */
export const IN_README = ['queue-light', 'document-dark']

/** A chunk of the sample, beside a page it was read from. */
function readerHash(chunk: number, page: number, quote = ''): string {
  return `/document/sample/read?${new URLSearchParams({ chunk: `${chunk}`, page: `${page}`, quote })}`
}
