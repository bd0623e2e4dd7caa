import type { LetterChoice } from '../../engine/ports.ts'

/** Which failed pages and chunks of a document are meant, as conditions over `choiceValues`. A chunk is no page, and the other way round. */
const CHOSEN = `document_id = @id AND state = 'failed' AND (@discarded IS NULL OR discarded = @discarded)`

export const CHOSEN_CHUNKS = `${CHOSEN} AND (@code IS NULL OR error_code = @code)
  AND @page IS NULL AND (@chunk IS NULL OR ordinal = @chunk)`

export const CHOSEN_PAGES = `${CHOSEN} AND (@code IS NULL OR coalesce(error_code, 'page_unreadable') = @code)
  AND @chunk IS NULL AND (@page IS NULL OR number = @page)`

export function choiceValues(id: string, { code, chunk, page, discarded }: LetterChoice) {
  return { id, code, chunk, page, discarded: discarded === null ? null : Number(discarded) }
}
