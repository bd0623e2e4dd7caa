import type { Progress } from '../../../src-shared/contract/events.ts'

/** What a person who closes the window may choose; the last is what the Escape key means. */
export const CLOSE_CHOICES = ['background', 'stop', 'stay'] as const
export type CloseChoice = (typeof CLOSE_CHOICES)[number]

/** Whether the end of this process would stop work: only an engine of our own that is not at rest. */
export function stopsWork(mine: boolean, progress: Pick<Progress, 'documentsLeft' | 'state'>): boolean {
  return mine && progress.documentsLeft > 0 && progress.state !== 'paused'
}

/** The question, as a native message box asks it. */
export function closeQuestion({ documentsLeft }: Pick<Progress, 'documentsLeft'>) {
  const documents = documentsLeft === 1 ? '1 document waits' : `${documentsLeft} documents wait`
  return {
    type: 'question' as const,
    title: 'Sluice',
    message: `${documents}. Keep working in the background?`,
    detail:
      'In the background Sluice goes on without a window; start it again to see it. If it stops, calls in flight land first, ' +
      'the queue is kept, and work goes on at the next start.',
    buttons: ['Keep working', 'Stop', 'Cancel'],
    defaultId: CLOSE_CHOICES.indexOf('background'),
    cancelId: CLOSE_CHOICES.indexOf('stay'),
    noLink: true,
  }
}
