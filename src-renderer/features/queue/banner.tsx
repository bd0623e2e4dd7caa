import type { ReactNode } from 'react'
import { classNames } from '../../ui/class-names.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'

const LOOKS = {
  waiting: { box: 'border-waiting-line bg-waiting-soft', icon: 'text-waiting' },
  accent: { box: 'border-line bg-accent-soft', icon: 'text-accent' },
}

interface BannerProps {
  look: keyof typeof LOOKS
  icon: IconName
  title: string
  children?: ReactNode
  /** Small, below: since when, the code. */
  small?: ReactNode
  actions?: ReactNode
  /** Said at once by a screen reader. */
  alert?: boolean
}

/** Something above the queue that a person is to know or decide. */
export function Banner({ look, icon, title, children, small, actions, alert = false }: BannerProps) {
  return (
    <section
      role={alert ? 'alert' : 'status'}
      className={classNames(
        'mx-5 mb-3 grid shrink-0 grid-cols-[20px_minmax(0,1fr)_auto] items-start gap-3 rounded-3 border px-4 py-3',
        LOOKS[look].box,
      )}
    >
      <span className={LOOKS[look].icon}>
        <Icon name={icon} size={20} />
      </span>
      <div>
        <div className="text-15 leading-5 font-strong">{title}</div>
        {children && <div className="mt-0.5 text-ink-2">{children}</div>}
        {small && <div className="words mt-1 text-12 text-ink-2">{small}</div>}
      </div>
      <div className="flex items-center gap-2">{actions}</div>
    </section>
  )
}
