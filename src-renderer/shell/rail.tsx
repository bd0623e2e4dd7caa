import { useApp } from '../state/app-store.ts'
import { href, type Route } from '../state/route.ts'
import { classNames } from '../ui/class-names.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { formatCount } from '../ui/format/numbers.ts'

const SCREENS: readonly { name: string; icon: IconName; route: Route; also?: Route['screen'] }[] = [
  { name: 'Queue', icon: 'queue', route: { screen: 'queue' }, also: 'document' },
  { name: 'Graph', icon: 'graph', route: { screen: 'graph', uuid: null } },
  { name: 'Activity', icon: 'activity', route: { screen: 'activity' } },
  { name: 'Settings', icon: 'settings', route: { screen: 'settings' } },
]

/** The screens; a count stands only where something needs a person. */
export function Rail({ current }: { current: Route['screen'] }) {
  const held = useApp((state) => state.progress?.waitReason?.needsPerson ?? false)
  const letters = useApp((state) => state.progress?.letters ?? 0)
  const needs = letters + (held ? 1 : 0)
  return (
    <nav
      aria-label="Screens"
      className="flex flex-col items-center gap-1 border-r border-line bg-sunken pt-3 [grid-area:rail]"
    >
      <span className="mb-3 h-9 text-accent">
        <Logo />
      </span>
      {SCREENS.map(({ name, icon, route, also }, i) => (
        <a
          key={name}
          href={href(route)}
          title={`${name}: Alt ${i + 1}`}
          aria-keyshortcuts={`Alt+${i + 1}`}
          {...(current === route.screen || current === also ? { 'aria-current': 'page' as const } : {})}
          className="group relative flex h-13 w-15 flex-col items-center justify-center gap-1 rounded-2 text-11 leading-[14px] text-ink-2 hover:bg-hover aria-[current]:bg-surface aria-[current]:font-strong aria-[current]:text-ink aria-[current]:shadow-1 aria-[current]:before:absolute aria-[current]:before:inset-y-3 aria-[current]:before:-left-2 aria-[current]:before:w-[3px] aria-[current]:before:rounded-r-[2px] aria-[current]:before:bg-accent"
        >
          <span className="group-aria-[current]:text-accent">
            <Icon name={icon} size={20} />
          </span>
          {name}
          {name === 'Queue' && needs > 0 && (
            <span
              className={classNames(
                'absolute top-[3px] right-1 h-4 min-w-4 rounded-full px-1 text-center text-[10px] leading-4 font-[650] text-bg',
                held ? 'bg-waiting' : 'bg-ink-3',
              )}
            >
              {needs > 999 ? '999+' : formatCount(needs)}
              <span className="sr-only"> need you</span>
            </span>
          )}
        </a>
      ))}
    </nav>
  )
}

function Logo() {
  return (
    <svg
      width="30"
      height="30"
      viewBox="0 0 30 30"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      role="img"
      aria-label="Sluice"
    >
      <path d="M6 3v24M24 3v24M3 27h24" strokeLinecap="round" />
      <rect x="9" y="4" width="12" height="12" rx="1" fill="currentColor" stroke="none" />
      <path d="M8 22c2 0 2-1.800 4.600-1.800S15.400 22 17.600 22s2-1.800 4.400-1.800" />
    </svg>
  )
}
