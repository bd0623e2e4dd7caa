import { useCallback, useMemo, useState } from 'react'
import { selectRows, useCalm } from '../../state/use-calm.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { Chips } from '../../ui/chips.tsx'
import { formatCount } from '../../ui/format/numbers.ts'
import { EmptyNote, ErrorNote } from '../../ui/notes.tsx'
import { LetterTable } from './letter-table.tsx'
import { LettersHead } from './letters-head.tsx'

/** Asked for at first; doubled when a person comes to the end. */
const FIRST = 100
const MOST = 10_000

/** What failed and waits for a person, and what a person has discarded. `name`: a part of the document's. */
export function LettersView({ name }: { name: string }) {
  const [discarded, setDiscarded] = useState(false)
  return <Letters key={String(discarded)} name={name} discarded={discarded} onDiscarded={setDiscarded} />
}

interface LettersProps {
  name: string
  discarded: boolean
  onDiscarded: (discarded: boolean) => void
}

function Letters({ name, discarded, onDiscarded }: LettersProps) {
  const [limit, setLimit] = useState(FIRST)
  const changed = useLosses()
  const { data, error, reload } = useAnswer('letters.list', { discarded, limit }, changed)
  const others = useAnswer('letters.list', { discarded: !discarded, limit: 1 }, changed).data?.total ?? 0
  const total = data?.total ?? 0
  const part = name.trim().toLowerCase()
  const letters = useMemo(
    () => (data?.letters ?? []).filter((letter) => letter.name.toLowerCase().includes(part)),
    [data, part],
  )
  const more = data !== null && data.cursor !== null
  const onEnd = useCallback(() => {
    if (more) setLimit((now) => Math.min(MOST, now * 2))
  }, [more])
  return (
    <section aria-label="Dead letters" className="flex min-h-0 grow flex-col">
      <LettersHead letters={data?.letters ?? []} total={total} discarded={discarded}>
        {(others > 0 || discarded) && (
          <Chips
            label="Which dead letters are shown"
            chips={[
              { value: 'waiting', label: 'Waiting for you', count: discarded ? others : total },
              { value: 'discarded', label: 'Discarded', count: discarded ? total : others },
            ]}
            value={discarded ? 'discarded' : 'waiting'}
            onChange={(value) => onDiscarded(value === 'discarded')}
          />
        )}
      </LettersHead>
      {error && (
        <div className="px-5 pb-3">
          <ErrorNote error={error} onRetry={reload} />
        </div>
      )}
      {more && limit === MOST && (
        <p className="border-b border-line px-5 py-2 text-12 text-ink-2">
          These are the first {formatCount(MOST)}; the others come when some of them are gone.
        </p>
      )}
      {letters.length > 0 && <LetterTable letters={letters} onEnd={onEnd} />}
      {data !== null && letters.length === 0 && <NoLetters found={total > 0} name={name} discarded={discarded} />}
    </section>
  )
}

function NoLetters({ found, name, discarded }: { found: boolean; name: string; discarded: boolean }) {
  if (found) return <EmptyNote title={`No document here has “${name}” in its name.`} />
  if (discarded) return <EmptyNote title="Nothing is discarded" />
  return (
    <EmptyNote icon="check" title="Nothing needs you">
      What fails for good comes here: documents that cannot be read, pages and chunks that were lost. The queue goes on
      without them.
    </EmptyNote>
  )
}

/** Another value whenever what is lost may be another: rows are told live, letters are asked for. */
function useLosses(): string {
  const rows = useCalm(selectRows)
  return useMemo(() => {
    const lossy = [...rows.values()].filter(({ state, gaps }) => state === 'failed' || gaps > 0)
    return lossy.map(({ id, letters, endedAt }) => `${id} ${letters} ${endedAt}`).join()
  }, [rows])
}
