import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

/** A surface on a line. */
export function Panel({ className, ...rest }: ComponentProps<'section'>) {
  return <section className={classNames('rounded-3 border border-line bg-surface', className)} {...rest} />
}
