import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Mark, type MarkName } from './mark.tsx'

const TONES = {
  neutral: 'bg-sunken text-ink-2',
  accent: 'bg-accent-soft text-accent',
  ok: 'bg-ok-soft text-ok',
  waiting: 'bg-waiting-soft text-waiting',
  failed: 'bg-failed-soft text-failed',
  paused: 'bg-paused-soft text-paused',
}
export type Tone = keyof typeof TONES

const TEXT_TONES: Record<Tone, string> = {
  neutral: 'text-ink',
  accent: 'font-strong text-accent',
  ok: 'text-ok',
  waiting: 'font-strong text-waiting',
  failed: 'text-failed',
  paused: 'font-strong text-paused',
}
/** Text of a tone on the ground it stands on. */
export function toneText(tone: Tone): string {
  return TEXT_TONES[tone]
}

/** A state as sign and word. */
export function Tag({ tone, mark, children }: { tone: Tone; mark?: MarkName; children: ReactNode }) {
  return (
    <span
      className={classNames(
        'inline-flex h-5 items-center gap-1 rounded-1 px-[7px] text-12 font-strong whitespace-nowrap',
        TONES[tone],
      )}
    >
      {mark && <Mark name={mark} />}
      {children}
    </span>
  )
}
