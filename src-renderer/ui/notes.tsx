import type { ReactNode } from 'react'
import type { ErrorInfo } from '../../src-shared/contract/errors.ts'
import { Button } from './button.tsx'
import { sentence } from './format/sentence.ts'
import { Icon, type IconName } from './icon.tsx'
import { Mark } from './mark.tsx'

/** Where a list is empty: says why, and what would fill it. */
export function EmptyNote({ icon, title, children }: { icon?: IconName; title: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-1 px-6 py-12 text-center">
      {icon && (
        <span className="mb-1 text-ink-3">
          <Icon name={icon} size={28} stroke={1.3} />
        </span>
      )}
      <div className="text-15 font-strong">{title}</div>
      {children && <div className="max-w-120 text-ink-2">{children}</div>}
    </div>
  )
}

interface ErrorNoteProps {
  error: ErrorInfo
  /** The button that does the remedy. */
  action?: ReactNode
  /** Where asking again may do. */
  onRetry?: () => void
}

/** What was expected, what came, what to do; the code small. */
export function ErrorNote({ error, action, onRetry }: ErrorNoteProps) {
  return (
    <div role="alert" className="flex items-start gap-3 rounded-2 border border-failed-line bg-failed-soft px-3 py-2.5">
      <span className="mt-[3px]">
        <Mark name="failed" />
      </span>
      <div className="min-w-0 grow">
        <div className="words">{sentence(error.message)}</div>
        <div className="text-12 text-ink-2">
          {error.remedy} <code className="ml-1 text-ink-2">{error.code}</code>
        </div>
      </div>
      {action}
      {onRetry && (
        <Button size="small" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  )
}
