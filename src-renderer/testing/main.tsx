import '../styles.css'
import { activityAnswers, makeActivities } from '../features/activity/testing/answers.ts'
import { documentAnswers, failedDocument, lossyDocument } from '../features/document/testing/answers.ts'
import { withSample } from '../features/document/testing/sample.ts'
import { graphAnswers } from '../features/graph/testing/answers.ts'
import { settingsAnswers } from '../features/settings/testing/answers.ts'
import { renderWindow } from '../shell/render-window.tsx'
import { useApp } from '../state/app-store.ts'
import { createFakeClient } from './fake-client.ts'
import { NOW } from './rows.ts'
import { SITUATIONS, type Situation } from './situations.ts'

// `?situation=failing#/graph`; the clock stands, so that two pictures of one state are alike.
Date.now = () => NOW
const situation = (new URLSearchParams(location.search).get('situation') ?? 'queue') as Situation
const empty = situation === 'empty'
const { engine, handlers } = SITUATIONS[situation]()
const client = createFakeClient(engine, {
  ...withSample(documentAnswers([lossyDocument(), failedDocument()])),
  ...graphAnswers(empty),
  ...activityAnswers(empty ? [] : makeActivities(230, NOW)),
  ...settingsAnswers(),
  ...handlers,
})
useApp.setState({ transfers: engine.transfers })
// For scripts that send events.
Object.assign(window, { client })
renderWindow(client, document.getElementById('root') as HTMLElement)
