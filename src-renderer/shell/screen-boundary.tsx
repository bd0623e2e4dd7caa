import { Component, type ReactNode } from 'react'
import { asSluiceError, type ErrorInfo } from '../../src-shared/contract/errors.ts'
import { Button } from '../ui/button.tsx'
import { ErrorNote } from '../ui/notes.tsx'

/** One screen that breaks leaves the rest of the window usable. A new `key` starts it afresh. */
export class ScreenBoundary extends Component<{ children: ReactNode }, { error: ErrorInfo | null }> {
  override state = { error: null as ErrorInfo | null }

  static getDerivedStateFromError(thrown: unknown): { error: ErrorInfo } {
    return { error: asSluiceError(thrown).info }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === null) return this.props.children
    return (
      <div className="p-5">
        <ErrorNote
          error={error}
          action={
            <Button size="small" onClick={() => window.location.reload()}>
              Load the window again
            </Button>
          }
        />
      </div>
    )
  }
}
