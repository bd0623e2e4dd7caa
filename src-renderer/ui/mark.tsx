import type { ReactNode } from 'react'

/** Each state has a shape of its own, so that colour never speaks alone. */
const MARKS = {
  working: <path d="M7 1.500C9.6 4.7 11 6.8 11 8.600a4 4 0 0 1-8 0C3 6.8 4.4 4.7 7 1.500z" className="fill-accent" />,
  waiting: <circle cx="7" cy="7" r="4.7" className="stroke-ink-3" strokeWidth="1.5" />,
  held: (
    <g className="stroke-waiting" strokeWidth="1.6" strokeLinecap="round">
      <circle cx="7" cy="7" r="5.2" />
      <path d="M7 4v3.200l2 1.300" />
    </g>
  ),
  paused: <path d="M4.7 3v8M9.3 3v8" className="stroke-paused" strokeWidth="2" strokeLinecap="round" />,
  completed: (
    <path
      d="m2.8 7.3 2.800 2.900 5.700-6.200"
      className="stroke-ok"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  gap: (
    <g className="stroke-waiting" strokeWidth="1.7" strokeLinecap="round">
      <path d="M11.6 5.300A5 5 0 1 1 7.600 2" />
      <path d="m4.700 7.200 1.800 1.800L10.500 3.600" />
    </g>
  ),
  failed: (
    <>
      <path d="M4.3 1.500h5.400l2.800 2.800v5.400l-2.800 2.800H4.300L1.5 9.700V4.300z" className="fill-failed" />
      <path d="m5 5 4 4m0-4-4 4" className="stroke-surface" strokeWidth="1.5" strokeLinecap="round" />
    </>
  ),
  cancelled: (
    <g className="stroke-ink-3" strokeWidth="1.5" strokeLinecap="round">
      <circle cx="7" cy="7" r="4.7" />
      <path d="m4 10 6-6" />
    </g>
  ),
} satisfies Record<string, ReactNode>

export type MarkName = keyof typeof MARKS

/** The sign of a state; the word goes beside it, or in `label` where there is no room for one. */
export function Mark({ name, label }: { name: MarkName; label?: string }) {
  return (
    <svg
      className="block shrink-0"
      width="14"
      height="14"
      viewBox="0 0 14 14"
      fill="none"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      {MARKS[name]}
    </svg>
  )
}
