import type { ErrorInfo } from '../../../src-shared/contract/errors.ts'
import { remedyLink } from '../../state/remedies.ts'
import { navigate } from '../../state/route.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNote } from '../../ui/notes.tsx'

/** Why a document or a chunk was lost, with the way to the place where that can be mended. */
export function RemedyNote({ error }: { error: ErrorInfo }) {
  const link = remedyLink(error.code)
  return (
    <ErrorNote
      error={error}
      action={
        link && (
          <Button size="small" onClick={() => navigate(link.route)}>
            {link.label}
          </Button>
        )
      }
    />
  )
}
