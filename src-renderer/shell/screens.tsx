import { lazy } from 'react'

/** Each screen is loaded when it is first opened. */
export const QueueScreen = lazy(() => import('../features/queue/queue-screen.tsx'))
export const DocumentScreen = lazy(() => import('../features/document/document-screen.tsx'))
export const GraphScreen = lazy(() => import('../features/graph/graph-screen.tsx'))
export const ActivityScreen = lazy(() => import('../features/activity/activity-screen.tsx'))
export const SettingsScreen = lazy(() => import('../features/settings/settings-screen.tsx'))
