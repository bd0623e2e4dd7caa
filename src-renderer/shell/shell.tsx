import { Suspense } from 'react'
import { useApp } from '../state/app-store.ts'
import { useRoute, type Route } from '../state/route.ts'
import { Icon } from '../ui/icon.tsx'
import { Toaster } from '../ui/toaster.tsx'
import { TooltipRoom } from '../ui/tooltip.tsx'
import { DropRoom } from './drop-room.tsx'
import { Rail } from './rail.tsx'
import { ScreenBoundary } from './screen-boundary.tsx'
import { ActivityScreen, DocumentScreen, GraphScreen, QueueScreen, SettingsScreen } from './screens.tsx'
import { useShortcuts } from './shortcuts.ts'
import { StatusBar } from './status-bar.tsx'

/** What stands around every screen: rail, status bar, the drop target, notices. */
export function Shell() {
  const route = useRoute()
  useShortcuts()
  return (
    <TooltipRoom delayDuration={400}>
      <DropRoom>
        <div className="grid h-full grid-cols-[var(--rail)_minmax(0,1fr)] grid-rows-[minmax(0,1fr)_var(--bar)] [grid-template-areas:'rail_main'_'bar_bar']">
          <Rail current={route.screen} />
          <main className="flex min-h-0 min-w-0 flex-col [grid-area:main]">
            <Disconnected />
            <ScreenBoundary key={route.screen}>
              <Suspense fallback={null}>
                <Screen route={route} />
              </Suspense>
            </ScreenBoundary>
          </main>
          <StatusBar />
        </div>
      </DropRoom>
      <Toaster />
    </TooltipRoom>
  )
}

function Screen({ route }: { route: Route }) {
  if (route.screen === 'document') return <DocumentScreen key={route.id} id={route.id} />
  if (route.screen === 'graph') return <GraphScreen uuid={route.uuid} />
  const Plain = PLAIN_SCREENS[route.screen]
  return <Plain />
}

const PLAIN_SCREENS = { queue: QueueScreen, activity: ActivityScreen, settings: SettingsScreen }

/** Shown once the engine had answered and then fell silent; before that the screens say that they load. */
function Disconnected() {
  const lost = useApp((state) => !state.online && state.progress !== null)
  if (!lost) return null
  return (
    <div
      role="alert"
      className="flex h-9 shrink-0 items-center gap-2 border-b border-waiting-line bg-waiting-soft px-5"
    >
      <span className="text-waiting">
        <Icon name="offline" />
      </span>
      <span className="font-strong">No connection to the engine.</span>
      <span className="truncate text-ink-2">
        What you see is the last it told. This window connects again by itself; if it does not, start Sluice again.
      </span>
    </div>
  )
}
