/** What of a document leaves this computer with each call (src-main/engine/pipeline/prompt.ts), wherever it is said. */
export const SENT_WORDS =
  'the text of each chunk goes to the API, with its page marks, its headings, its document’s title or file name, and names already found.'

/** What never does. */
export const KEPT_WORDS = 'The files, their pages and the graph stay on this computer.'
