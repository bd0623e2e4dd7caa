import type { ErrorCode } from '../../src-shared/contract/errors.ts'
import type { Route } from './route.ts'

/** What the window can do about an error: the words of the button and where it leads. */
export interface RemedyLink {
  label: string
  route: Route
}

const SETTINGS: Route = { screen: 'settings' }

const LINKS: Partial<Record<ErrorCode, RemedyLink>> = {
  key_missing: { label: 'Add your key…', route: SETTINGS },
  key_rejected: { label: 'Replace key…', route: SETTINGS },
  permission_denied: { label: 'Choose another model…', route: SETTINGS },
  model_unknown: { label: 'Choose another model…', route: SETTINGS },
  model_refused: { label: 'Choose another model…', route: SETTINGS },
  budget_reached: { label: 'Raise the budget…', route: SETTINGS },
  call_never_fits: { label: 'Change the limits…', route: SETTINGS },
  file_too_large: { label: 'Raise the size limit…', route: SETTINGS },
  reader_timeout: { label: 'Raise the time limit…', route: SETTINGS },
  reader_memory: { label: 'Raise the memory limit…', route: SETTINGS },
  answer_truncated: { label: 'Raise the answer length…', route: SETTINGS },
}

export function remedyLink(code: ErrorCode): RemedyLink | null {
  return LINKS[code] ?? null
}
