import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

/** The parts of a table: numbers right, hairlines, no zebra. `dense` rows are one line. */
export function Table({ className, ...rest }: ComponentProps<'table'>) {
  return <table className={classNames('w-full border-collapse text-left', className)} {...rest} />
}

interface CellProps {
  /** Right-aligned. */
  number?: boolean
}

const PAD = 'px-1.5 first:pl-4 last:pr-4'

export function HeadCell({ number = false, className, ...rest }: ComponentProps<'th'> & CellProps) {
  return (
    <th
      scope="col"
      className={classNames(
        'h-7 border-b border-line text-11 font-text whitespace-nowrap text-ink-3',
        PAD,
        number && 'text-right',
        className,
      )}
      {...rest}
    />
  )
}

export function Cell({ number = false, className, ...rest }: ComponentProps<'td'> & CellProps) {
  return (
    <td
      className={classNames('h-7 border-b border-line', PAD, number && 'text-right whitespace-nowrap', className)}
      {...rest}
    />
  )
}
