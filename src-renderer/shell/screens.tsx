import { lazy, type ComponentType } from 'react'

type Module<P> = { default: ComponentType<P> }
const found = import.meta.glob<Module<never>>('../features/*/*-screen.tsx')

/** Each screen is loaded when it is first opened. */
function screen<P extends object>(path: string) {
  return lazy(async () => {
    const load = found[`../features/${path}`]
    if (!load) throw new Error(`expected a screen at ${path}, found none`)
    return (await load()) as unknown as Module<P>
  })
}

export const QueueScreen = screen('queue/queue-screen.tsx')
export const DocumentScreen = screen<{ id: string }>('document/document-screen.tsx')
export const GraphScreen = screen<{ uuid: string | null }>('graph/graph-screen.tsx')
export const ActivityScreen = screen('activity/activity-screen.tsx')
export const SettingsScreen = screen('settings/settings-screen.tsx')
