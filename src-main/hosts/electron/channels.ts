/** From the page's preload: it asks for a port. */
export const CONNECT = 'sluice:connect'
/** To the page's preload: the port. */
export const PORT = 'sluice:port'
