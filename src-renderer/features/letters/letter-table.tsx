import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import type { Letter } from '../../../src-shared/contract/schemas.ts'
import { useClient } from '../../state/client-context.ts'
import { navigate } from '../../state/route.ts'
import { useNow } from '../../state/use-now.ts'
import { useRun } from '../../state/use-run.ts'
import { classNames } from '../../ui/class-names.ts'
import { notify } from '../../ui/toaster.tsx'
import { openPlace } from '../document/place.ts'
import { discardLetter, retryLetter } from './letter-actions.ts'
import { LETTER_COLUMNS, LetterCells } from './letter-row.tsx'
import { letterName } from './letter-words.ts'

const ROW = 52

interface LetterTableProps {
  letters: readonly Letter[]
  /** Asks for more where there are some. */
  onEnd: () => void
}

/** Only the rows in sight are drawn. One tab stop, then its buttons: arrows move, Enter reads, Delete discards. */
export function LetterTable({ letters, onEnd }: LetterTableProps) {
  const client = useClient()
  const run = useRun()
  const now = useNow(30_000)
  const scroller = useRef<HTMLDivElement>(null)
  const rowId = useId()
  const [active, setActive] = useState(0)
  const current = Math.max(0, Math.min(active, letters.length - 1))
  const virtual = useVirtualizer({
    count: letters.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
  })
  const drawn = virtual.getVirtualItems()
  const last = drawn.at(-1)?.index ?? -1
  useEffect(() => {
    if (last >= letters.length - 1) onEnd()
  }, [last, letters.length, onEnd])

  const read = (letter: Letter) => {
    if (letter.kind === 'document') navigate({ screen: 'document', id: letter.documentId })
    else openPlace(letter.documentId, { chunk: letter.chunk, page: letter.pages[0] ?? null })
  }
  /** The row goes with the button that was pressed: the focus stays in the table. */
  const act = (letter: Letter, done: string, task: typeof retryLetter) => {
    scroller.current?.focus()
    run(async () => {
      await task(client, letter)
      notify(`${letter.name}, ${letterName(letter)}: ${done}`)
    })
  }
  const retry = (letter: Letter) => act(letter, 'tried again', retryLetter)
  const discard = (letter: Letter) => act(letter, 'discarded; its report still counts it', discardLetter)

  const onKeyDown = (event: KeyboardEvent) => {
    const letter = letters[current]
    if (event.target !== scroller.current || !letter) return
    const page = Math.max(1, Math.floor(scroller.current.clientHeight / ROW))
    const to = (index: number) => () => {
      const next = Math.max(0, Math.min(letters.length - 1, index))
      setActive(next)
      virtual.scrollToIndex(next)
    }
    const keys: Record<string, () => void> = {
      ArrowDown: to(current + 1),
      ArrowUp: to(current - 1),
      PageDown: to(current + page),
      PageUp: to(current - page),
      Home: to(0),
      End: to(letters.length - 1),
      Enter: () => read(letter),
      ...(!letter.discarded && { Delete: () => discard(letter) }),
    }
    const act = keys[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }

  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label="Dead letters; Enter reads one, Delete discards it"
      aria-rowcount={letters.length}
      aria-activedescendant={letters.length > 0 ? `${rowId}-${current}` : undefined}
      onKeyDown={onKeyDown}
      className="group min-h-0 grow overflow-x-hidden overflow-y-auto -outline-offset-2"
    >
      <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
        {drawn.map(({ index, start }) => {
          const letter = letters[index]
          if (!letter) return null
          return (
            <div
              key={`${letter.documentId} ${letter.kind} ${letter.chunk} ${letter.pages[0]}`}
              id={`${rowId}-${index}`}
              role="row"
              aria-rowindex={index + 1}
              aria-selected={index === current}
              onClick={() => setActive(index)}
              onDoubleClick={() => read(letter)}
              className={classNames(
                LETTER_COLUMNS,
                'absolute inset-x-0 top-0 border-b border-line hover:bg-hover',
                index === current &&
                  'group-focus-visible:bg-selected group-focus-visible:shadow-[inset_3px_0_0_var(--color-accent)]',
              )}
              style={{ height: ROW, transform: `translateY(${start}px)` }}
            >
              <LetterCells
                letter={letter}
                now={now}
                onRead={() => read(letter)}
                onRetry={() => retry(letter)}
                onDiscard={() => discard(letter)}
              />
            </div>
          )
        })}
      </div>
    </div>
  )
}
