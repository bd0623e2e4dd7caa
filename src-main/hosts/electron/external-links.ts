/** Where the window's words send people: the API's console and its documentation. */
const HOSTS = ['console.anthropic.com', 'platform.claude.com', 'docs.claude.com', 'docs.anthropic.com']

/** Whether an address may be handed to the system's browser: https, a host of the list, its usual port, no password. */
export function mayOpenOutside(url: string): boolean {
  const parsed = URL.parse(url)
  if (parsed === null) return false
  const { protocol, hostname, port, username, password } = parsed
  return protocol === 'https:' && HOSTS.includes(hostname) && port === '' && username === '' && password === ''
}
