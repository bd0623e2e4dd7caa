interface MeterProps {
  label: string
  /** Parts of one, as is `allowed`: the line that is not to be passed. */
  value: number
  allowed?: number
  text: string
  className?: string
}

const percent = (share: number): string => `${Math.max(0, Math.min(1, share)) * 100}%`

/** How much of something is used, with the line we keep below. */
export function Meter({ label, value, allowed, text, className = 'w-[52px]' }: MeterProps) {
  return (
    <span
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(value * 100)}
      aria-valuetext={text}
      className={`relative inline-block h-1.5 shrink-0 overflow-hidden rounded-[2px] bg-line ${className}`}
    >
      <span className="absolute inset-y-0 left-0 bg-water" style={{ width: percent(value) }} />
      {allowed !== undefined && <span className="absolute inset-y-0 w-px bg-ink" style={{ left: percent(allowed) }} />}
    </span>
  )
}

interface ProgressBarProps {
  label: string
  done: number
  total: number
  className?: string
}

/** How far something is; nothing to do is drawn as an empty track. */
export function ProgressBar({ label, done, total, className = 'w-full' }: ProgressBarProps) {
  return (
    <span
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={Math.min(done, total)}
      className={`block h-1 overflow-hidden rounded-[2px] bg-line ${className}`}
    >
      <span className="block h-full bg-water" style={{ width: percent(total === 0 ? 0 : done / total) }} />
    </span>
  )
}
