import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { BRIDGE, PORT_MESSAGE, type WindowBridge } from '../../src-shared/contract/bridge.ts'
import { SluiceError } from '../../src-shared/contract/errors.ts'
import type { AddedPaths, windowContract } from '../../src-shared/contract/window-contract.ts'
import type { Client, Transfer } from './client.ts'
import { isWanted } from './web/dropped-files.ts'
import { errorOfCall } from './web/errors.ts'
import { followEvents, waitOrWake } from './web/follow-events.ts'

type Bridge = WindowBridge<File>

/** What the desktop window gives its page; null in a browser. */
export function desktopBridge(): Bridge | null {
  return (window as unknown as Record<string, Bridge | undefined>)[BRIDGE] ?? null
}

/** The window over the port to Electron's main process, which outlives the page. */
export async function connectElectronClient(bridge: Bridge): Promise<Client> {
  const port = await openPort(bridge)
  const rpc: ContractRouterClient<typeof windowContract> = createORPCClient(new RPCLink({ port }))
  const asked = <T>(answer: Promise<T>): Promise<T> =>
    answer.catch((thrown: unknown) => {
      throw errorOfCall(thrown)
    })
  return {
    kind: 'electron',
    call(name, input) {
      const command = rpc.commands[name] as (input: unknown) => Promise<never>
      return asked(command(input))
    },
    events: (onEvent, onConnection) =>
      followEvents({ open: (signal) => rpc.events(undefined, { signal }), wait: waitOrWake }, onEvent, onConnection),
    // What a drop holds is gone after this tick, so the paths are read at once.
    async add(items, onTransfers) {
      const paths = pathsOf(items, bridge)
      const { problems } = await asked(rpc.addPaths({ paths }))
      onTransfers(problems.map(failedTransfer))
    },
    blob: (sha256) => ({ url: new URL(`/blob/${sha256}`, location.href).href, headers: {} }),
  }
}

function openPort(bridge: Bridge): Promise<MessagePort> {
  return new Promise((resolve) => {
    const take = ({ source, data, ports: [port] }: MessageEvent): void => {
      if (source !== window || data !== PORT_MESSAGE || port === undefined) return
      window.removeEventListener('message', take)
      port.start()
      resolve(port)
    }
    window.addEventListener('message', take)
    bridge.connect()
  })
}

/** Folders stay folders: they are walked where they lie. Throws folder_empty where nothing has a path. */
function pathsOf(items: FileList | DataTransferItemList, bridge: Bridge): string[] {
  const files = [...(items as Iterable<File | DataTransferItem>)].flatMap((item) => {
    if ('kind' in item) return item.kind === 'file' ? (item.getAsFile() ?? []) : []
    return isWanted(item) ? item : []
  })
  const paths = files.map((file) => bridge.pathForFile(file)).filter((path) => path !== '')
  if (paths.length > 0) return paths
  throw new SluiceError('folder_empty', 'expected PDF files, came none', {
    remedy: 'Drop PDF files, or a folder that holds some.',
  })
}

function failedTransfer({ path, error }: AddedPaths['problems'][number]): Transfer {
  const name = path.split(/[\\/]/).at(-1) ?? path
  return { name, bytes: 0, sent: 0, error: `${error.message} ${error.remedy}` }
}
