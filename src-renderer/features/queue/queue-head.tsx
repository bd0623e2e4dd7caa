import type { ReactNode } from 'react'
import { PHASE_NAMES } from '../../../src-shared/model/phase.ts'
import { chooseSort, useSort, type SortColumn } from '../../state/sorting.ts'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { ADDED, COLUMNS, DOCUMENT } from './columns.ts'

/** The names of the columns; those with an order of their own are buttons. `hidden`: for screen readers alone. */
export function QueueHead({ hidden }: { hidden: boolean }) {
  const press = !hidden
  return (
    <div role="rowgroup" className={hidden ? 'sr-only' : 'sticky top-0 z-10 border-b border-line bg-bg'}>
      <div role="row" aria-rowindex={1} className={`${COLUMNS} h-7 text-11 text-ink-3`}>
        <SortHead by="position" press={press} right title="Position in the queue">
          #
        </SortHead>
        <SortHead by="name" press={press} className={DOCUMENT}>
          Document
        </SortHead>
        <SortHead by="added" press={press} right className={ADDED}>
          Added
        </SortHead>
        <SortHead by="pages" press={press} right>
          Pages
        </SortHead>
        <div role="columnheader" className="grid grid-cols-4 gap-[3px]">
          {Object.values(PHASE_NAMES).map((name) => (
            <span key={name}>{name}</span>
          ))}
        </div>
        <div role="columnheader">Chunks</div>
        <div role="columnheader">Now, or waits for</div>
        <SortHead by="ends" press={press} right>
          Ends
        </SortHead>
        <SortHead by="cost" press={press} right>
          Cost
        </SortHead>
      </div>
    </div>
  )
}

interface SortHeadProps {
  by: SortColumn
  /** Whether it can be pressed. */
  press: boolean
  right?: boolean
  className?: string
  title?: string
  children: ReactNode
}

function SortHead({ by, press, right = false, className, title, children }: SortHeadProps) {
  const sort = useSort()
  const way = sort.by !== by ? undefined : sort.down ? 'descending' : 'ascending'
  return (
    <div role="columnheader" aria-sort={way} className={classNames('flex min-w-0', right && 'justify-end', className)}>
      {press ? (
        <button
          type="button"
          {...(title === undefined ? {} : { title, 'aria-label': title })}
          onClick={() => chooseSort(by)}
          className={classNames(
            'flex h-6 items-center gap-0.5 rounded-1 hover:text-ink',
            right && 'flex-row-reverse',
            way && 'font-strong text-ink',
          )}
        >
          {children}
          {way && <Icon name={sort.down ? 'down' : 'up'} size={12} />}
        </button>
      ) : (
        children
      )}
    </div>
  )
}
