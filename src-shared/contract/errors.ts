/**
 * Who is hit by an error, and so what the queue does about it:
 * one call (retried), one chunk (a gap), one document (it fails, the queue goes on),
 * the service (the lane waits, no document fails for it), or the person's own command (answered at once).
 */
export type ErrorScope = 'call' | 'chunk' | 'document' | 'service' | 'command'

interface ErrorKind {
  scope: ErrorScope
  /** What the person can do about it, in one sentence. */
  remedy: string
  /** Time alone does not mend it: a person must act. */
  needsPerson?: true
}

/** Every stable error code. Codes are part of the contract: they may be added, never renamed. */
export const ERRORS = {
  // one document
  file_missing: { scope: 'document', remedy: 'Check the path, then add the file again.' },
  file_unreadable: { scope: 'document', remedy: 'Give this user the right to read the file, then retry it.' },
  file_empty: { scope: 'document', remedy: 'The file has no bytes; get a whole copy and add it again.' },
  file_changed: { scope: 'document', remedy: 'The file changed while it was read; retry it when it is at rest.' },
  file_too_large: { scope: 'document', remedy: 'Raise the setting maxFileMegabytes, or split the file.' },
  not_a_pdf: { scope: 'document', remedy: 'Sluice reads PDF files; convert the file to PDF and add it again.' },
  pdf_corrupt: {
    scope: 'document',
    remedy: 'Get a whole copy, or save the file anew with a PDF program, and add that.',
  },
  pdf_encrypted: { scope: 'document', remedy: 'Save a copy without the password and add that.' },
  pdf_no_text: {
    scope: 'document',
    remedy: 'The pages are pictures; run text recognition over the file and add the result.',
  },
  page_unreadable: { scope: 'chunk', remedy: 'The page is damaged; get a whole copy of the file and add it.' },
  reader_timeout: { scope: 'document', remedy: 'Raise the setting readerTimeoutSeconds, then retry the document.' },
  reader_memory: { scope: 'document', remedy: 'Raise the setting readerMemoryMegabytes, then retry the document.' },
  reader_crashed: { scope: 'document', remedy: 'Retry the document; if it happens again, the file is damaged.' },
  all_chunks_failed: {
    scope: 'document',
    remedy: 'See the report for the reason of each chunk, then retry the document.',
  },
  folder_empty: { scope: 'command', remedy: 'Name a folder that holds PDF files.' },
  blob_missing: { scope: 'document', remedy: 'The stored copy of the file is gone or damaged; add the file again.' },
  file_removed: {
    scope: 'command',
    remedy: 'Add the same file again: it takes its old place, and nothing is paid for it.',
  },

  // one chunk
  model_refused: { scope: 'chunk', remedy: 'The model declined this text; retry the gap with another model.' },
  answer_spoilt: { scope: 'chunk', remedy: 'The answers did not hold to the schema; retry the gap.' },
  answer_truncated: { scope: 'chunk', remedy: 'Raise the setting maxOutputTokens, then retry the gap.' },
  call_never_fits: {
    scope: 'service',
    remedy: 'The call is larger than a minute of the limit; raise the limit or lower maxOutputTokens.',
    needsPerson: true,
  },
  request_invalid: { scope: 'chunk', remedy: 'The API did not take the request for this chunk; retry the gap.' },
  retries_exhausted: { scope: 'chunk', remedy: 'The call kept failing; retry the gap later.' },

  // one call
  rate_limited: { scope: 'call', remedy: 'Sluice waits as long as the API asked, then goes on.' },
  overloaded: { scope: 'service', remedy: 'The API is overloaded; Sluice tries again by itself.' },
  api_error: { scope: 'service', remedy: 'The API has a fault of its own; Sluice tries again by itself.' },
  connection_lost: { scope: 'service', remedy: 'The connection broke; Sluice tries again by itself.' },
  call_timeout: { scope: 'service', remedy: 'No answer came in time; Sluice tries again by itself.' },

  // the service
  network_unreachable: {
    scope: 'service',
    remedy: 'Check the network; Sluice goes on by itself when the API can be reached.',
  },
  key_missing: {
    scope: 'service',
    remedy: 'Set ANTHROPIC_API_KEY or save a key in the window, or choose --provider offline.',
    needsPerson: true,
  },
  key_rejected: {
    scope: 'service',
    remedy: 'Replace the API key; the queue goes on from where it is.',
    needsPerson: true,
  },
  permission_denied: {
    scope: 'service',
    remedy: 'Give the key the right to use this model, or choose another model.',
    needsPerson: true,
  },
  model_unknown: {
    scope: 'service',
    remedy: 'Choose a model the key can use: config set model NAME.',
    needsPerson: true,
  },
  out_of_credit: {
    scope: 'service',
    remedy: 'Add credit to the account; the queue goes on from where it is.',
    needsPerson: true,
  },
  spend_limit_reached: {
    scope: 'service',
    remedy: "The month's spend limit is reached; raise it and resume, or wait for the date it names.",
    needsPerson: true,
  },
  budget_reached: { scope: 'service', remedy: 'Raise the budget, or wait until tomorrow.', needsPerson: true },
  request_rejected: {
    scope: 'service',
    remedy:
      'If one document alone is not taken, cancel it: the others go on. Else it is a fault of Sluice: update it, or report this.',
    needsPerson: true,
  },
  disk_full: { scope: 'service', remedy: 'Free some space on the disk of the data folder; Sluice goes on by itself.' },
  computer_busy: {
    scope: 'service',
    remedy: 'Too many files or programs are open on this computer; close some, and Sluice goes on by itself.',
  },
  engine_fault: {
    scope: 'service',
    remedy: 'This is a fault of Sluice; it tries again by itself. Please report it with the log.',
  },
  store_failed: {
    scope: 'service',
    remedy: 'Check the disk of the data folder, then start again: what is stored is kept.',
    needsPerson: true,
  },

  database_damaged: {
    scope: 'service',
    remedy:
      'End Sluice and start it again. If it says so again, put back the last good backup with: restore. The damaged database is kept aside.',
    needsPerson: true,
  },

  // the person's command
  document_unknown: { scope: 'command', remedy: 'See the ids with: queue.' },
  answers_removed: { scope: 'command', remedy: 'If they may be paid again, say so: retry DOC --phase PHASE --pay.' },
  entity_unknown: { scope: 'command', remedy: 'Search for it again: it was merged, or its document was deleted.' },
  setting_unknown: { scope: 'command', remedy: 'See the settings with: config.' },
  setting_invalid: { scope: 'command', remedy: 'See the bounds with: config.' },
  usage: { scope: 'command', remedy: 'See --help.' },
  queue_full: {
    scope: 'command',
    remedy: 'Add them when fewer documents wait, or raise the bound: config set maxQueued NUMBER (0: none).',
  },
  backup_missing: { scope: 'command', remedy: 'Name a copy of sluice.db: restore FILE.' },
  database_newer: { scope: 'command', remedy: 'Start the newer version of Sluice that made it; nothing was changed.' },
  data_folder_unusable: { scope: 'command', remedy: 'Name a folder this user can write to with --data.' },
  owner_unreachable: {
    scope: 'command',
    remedy: 'Another Sluice holds the data folder but does not answer; end it, then try again.',
  },
  page_unknown: {
    scope: 'command',
    remedy: 'This page is not known here: open the address that npm start prints; each address works once.',
  },
  internal: { scope: 'command', remedy: 'This is a fault of Sluice: please report it with the log.' },
} as const satisfies Record<string, ErrorKind>

export type ErrorCode = keyof typeof ERRORS

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERRORS, value)
}

/** An error as data: what crosses a process, a row or a screen. */
export interface ErrorInfo {
  code: ErrorCode
  /** What was expected and what came. */
  message: string
  remedy: string
}

interface SluiceErrorOptions {
  cause?: unknown
  /** Overrides the catalogue's remedy where the place knows better. */
  remedy?: string
}

/** The one error class that people see. `message` says what was expected and what came. */
export class SluiceError extends Error {
  override readonly name = 'SluiceError'
  readonly code: ErrorCode
  readonly remedy: string

  constructor(code: ErrorCode, message: string, options: SluiceErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.remedy = options.remedy ?? ERRORS[code].remedy
  }

  get scope(): ErrorScope {
    return ERRORS[this.code].scope
  }

  get info(): ErrorInfo {
    return { code: this.code, message: this.message, remedy: this.remedy }
  }
}

export function needsPerson(code: ErrorCode): boolean {
  const kind: ErrorKind = ERRORS[code]
  return kind.needsPerson === true
}

/** Any thrown value as a SluiceError; what has no code of its own is a fault of ours (`internal`). */
export function asSluiceError(thrown: unknown): SluiceError {
  if (thrown instanceof SluiceError) return thrown
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new SluiceError('internal', message, { cause: thrown })
}
