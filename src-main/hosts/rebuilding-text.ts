/** Told while the store is opened for the first time since an older Sluice made it: nothing else is to be seen then. */
export function rebuildingText(bytes: number): string {
  const megabytes = Math.ceil(bytes / 1_000_000).toLocaleString('en-US')
  return `Making the database compact, once: ${megabytes} MB.`
}
