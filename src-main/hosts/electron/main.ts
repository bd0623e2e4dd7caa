import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  nativeTheme,
  powerMonitor,
  protocol,
  session as browserSession,
  shell,
  utilityProcess,
} from 'electron'
import { asSluiceError } from '../../../src-shared/contract/errors.ts'
import { defaultDataFolder, prepareDataFolder } from '../data-folder.ts'
import { createKnownBlobs } from '../known-blobs.ts'
import { rebuildingText } from '../rebuilding-text.ts'
import { DATA_FOLDER_VARIABLE, environmentSettings } from '../run-settings.ts'
import { openSession, type Session } from '../session.ts'
import { windowFolder } from '../window-folder.ts'
import { answerPage } from './answer-page.ts'
import { CONNECT, PORT } from './channels.ts'
import { CLOSE_CHOICES, closeQuestion, stopsWork } from './closing.ts'
import { namedPaths, readHandOver, takeNamed, type HandOver } from './hand-over.ts'
import { denyPermissions, lockDown } from './lock-down.ts'
import { outliveOutput } from './lost-output.ts'
import { isFromPage, SCHEME } from './page-address.ts'
import { createPagePorts, type PagePorts } from './page-ports.ts'
import { endWithSystem } from './system-end.ts'
import { createUtilityWorker } from './utility-worker.ts'
import { loadPage, showWindow, windowOptions } from './window.ts'

/** The desktop window. Electron becomes ready only when this file has run to its end, so nothing here waits for it. */
outliveOutput([process.stdout, process.stderr])
app.enableSandbox()
app.setName('Sluice')
protocol.registerSchemesAsPrivileged([
  { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
])
lockDown(app, (url) => void shell.openExternal(url))
start().catch(fail)

async function start(): Promise<void> {
  const folder = prepareDataFolder(process.env[DATA_FOLDER_VARIABLE] || defaultDataFolder())
  // Also what the single-instance lock is for: one window a data folder.
  app.setPath('userData', windowFolder(folder))
  const named: HandOver = { paths: namedPaths(process.argv, app.isPackaged, process.cwd()) }
  if (!app.requestSingleInstanceLock(named)) return app.quit()
  await app.whenReady()
  denyPermissions(browserSession.defaultSession)
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null)
  await openDesktop(folder, named)
}

async function openDesktop(folder: string, named: HandOver): Promise<void> {
  const environment = environmentSettings(process.env, (text) => console.error(text))
  let ports: PagePorts | null = null
  const opening = openSession({
    folder,
    mode: 'work',
    // Loaded only where this process owns the folder: beside another engine no database is opened here.
    compose: async (own) => {
      const { compose } = await import('../compose.ts')
      return compose(
        own,
        { environment, flags: {}, maxCostUsd: null },
        {
          mode: 'work',
          spawn: createUtilityWorker(utilityProcess),
          rebuilding: (bytes) => console.error(rebuildingText(bytes)),
        },
      )
    },
    onMoved: () => ports?.endStreams(),
  })
  const ending = new AbortController()
  endWith(opening, ending)

  // The page is on its way to the screen while the engine opens its files; what it asks meanwhile waits for it.
  const blobs = opening.then((session) => createKnownBlobs(folder, session))
  protocol.handle(SCHEME, (request) => answerPage(request, { blobPath: async (sha256) => (await blobs)(sha256) }))
  const window = new BrowserWindow(windowOptions(nativeTheme.shouldUseDarkColors))
  ipcMain.on(CONNECT, ({ sender, senderFrame }) => {
    if (!isFromPage({ contentsId: sender.id, frame: senderFrame }, window.webContents.id)) return
    const { port1, port2 } = new MessageChannelMain()
    void opening.then((session) => {
      ports ??= createPagePorts(folder, session)
      ports.serve(port1)
      window.webContents.postMessage(PORT, null, [port2])
    }, fail)
  })
  askBeforeClosing(window, opening, ending.signal)
  endWithSystem(powerMonitor, window, () => app.quit())
  loadPage(window)

  const take = async ({ paths }: HandOver): Promise<void> => {
    if (paths.length === 0) return
    const lines = await takeNamed(await opening, paths)
    if (lines.length === 0) return
    // No error box: that one would hold the engine for as long as it stands.
    const box = { type: 'warning' as const, title: 'Sluice', message: 'Not added', detail: lines.join('\n') }
    dialog.showMessageBox(window, box).catch(tell)
  }
  app.on('second-instance', (_event, _argv, _folder, data) => {
    showWindow(window)
    take(readHandOver(data)).catch(fail)
  })
  app.on('activate', () => showWindow(window))
  await take(named)
  await outlive(await opening, ending.signal)
}

/** Listens as long as this program runs: beside another engine that is what finds out that it has ended. */
async function outlive(session: Session, signal: AbortSignal): Promise<void> {
  const events = session.events(signal)
  while (!(await events.next()).done);
}

/** The end of the program waits for the engine: calls in flight land, the folder is given back. */
function endWith(opening: Promise<Session>, ending: AbortController): void {
  let ended = false
  app.on('before-quit', (event) => {
    if (ended) return
    event.preventDefault()
    if (ending.signal.aborted) return
    ending.abort()
    for (const window of BrowserWindow.getAllWindows()) window.hide()
    opening
      .then((session) => session.close())
      .catch((thrown: unknown) => tell(thrown))
      .finally(() => {
        ended = true
        app.quit()
      })
  })
}

/** The window goes only with the program. While work waits the person is asked what closing means, by one box at a time. */
function askBeforeClosing(window: BrowserWindow, opening: Promise<Session>, ending: AbortSignal): void {
  let asking = false
  const ask = async (): Promise<void> => {
    const session = await opening
    const progress = await session.call('queue.progress', {})
    if (!stopsWork(session.owner.mine, progress)) return app.quit()
    const { response } = await dialog.showMessageBox(window, closeQuestion(progress))
    const choice = CLOSE_CHOICES[response] ?? 'stay'
    if (choice === 'stop') app.quit()
    if (choice === 'background') window.hide()
  }
  window.on('close', (event) => {
    if (ending.aborted) return
    event.preventDefault()
    if (asking) return
    asking = true
    ask()
      // An engine that cannot say what waits has nothing to be asked about.
      .catch(() => app.quit())
      .finally(() => {
        asking = false
      })
  })
}

function tell(thrown: unknown): void {
  const { message, remedy } = asSluiceError(thrown)
  console.error(`${message} ${remedy}`)
  dialog.showErrorBox('Sluice', `${message}\n\n${remedy}`)
}

function fail(thrown: unknown): void {
  tell(thrown)
  app.exit(1)
}
