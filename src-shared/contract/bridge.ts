/**
 * All that a desktop window's page is given beside what any page has. The contract itself travels over the port.
 * `PageFile` is the page's own `File`, which this side of the border does not know.
 */
export interface WindowBridge<PageFile> {
  /** Absolute path of a file that a person dropped or picked; empty for one that lies nowhere. */
  pathForFile(file: PageFile): string
  /** Asks for the message port; it comes as a message `PORT_MESSAGE` of the page's own window. */
  connect(): void
}

/** Name of the bridge on the page's window. */
export const BRIDGE = 'sluice'

export const PORT_MESSAGE = 'sluice:port'
